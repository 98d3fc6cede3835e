import { setSession } from '../session.ts'
import { fakeSession } from './fake-session.ts'

/**
 * Makes the app believe that the user is signed in. Waits for the client's first word on the session, which would
 * otherwise come later and contradict.
 */
export async function signInAs(userId: string): Promise<void> {
  const { client } = await import('../client.ts')
  await new Promise<void>((resolve) => {
    client.auth.onAuthStateChange((event) => {
      if (event === 'INITIAL_SESSION') resolve()
    })
  })
  setSession(fakeSession(userId))
}
