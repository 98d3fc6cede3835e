import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { asConsole } from './console-session.ts'

/** Calls `show_picture`: the lot's first picture goes into the chat. Errors: 42501, NOFND, STATE, INVAL (no picture), RTLIM. */
export async function showPicture(auctionId: string): Promise<void> {
  const args = { p_auction_id: auctionId, p_client_id: crypto.randomUUID() }
  unwrap(await asConsole(client.rpc('show_picture', args)))
}
