import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { RouterProvider } from 'react-router/dom'
import { sessionStore } from '../lib/session.ts'
import { createQueryClient } from './query-client.ts'
import { createRouter } from './router.tsx'
import { watchSession } from './watch-session.ts'

export function App() {
  const [queryClient] = useState(createQueryClient)
  const [router] = useState(createRouter)
  useEffect(() => watchSession(sessionStore, queryClient), [queryClient])
  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  )
}
