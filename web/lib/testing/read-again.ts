import type { QueryClient } from '@tanstack/react-query'
import { act } from '@testing-library/react'

/** Asks again for all that is shown, as a page does that is looked at again, and lets it show what came of that. */
export async function readAgain(queryClient: QueryClient): Promise<void> {
  await act(async () => {
    await queryClient.invalidateQueries()
    // The cache tells its observers one task later.
    await new Promise((resolve) => setTimeout(resolve, 0))
  })
}
