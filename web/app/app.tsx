import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { BrowserRouter } from 'react-router'
import { sessionStore } from '../lib/session.ts'
import { createQueryClient } from './query-client.ts'
import { AppRoutes } from './routes.tsx'
import { watchSession } from './watch-session.ts'

export function App() {
  const [queryClient] = useState(createQueryClient)
  useEffect(() => watchSession(sessionStore, queryClient), [queryClient])
  return (
    <QueryClientProvider client={queryClient}>
      <BrowserRouter>
        <AppRoutes />
      </BrowserRouter>
    </QueryClientProvider>
  )
}
