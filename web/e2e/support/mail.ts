import { expect } from '@playwright/test'
import { z } from 'zod'
import type { WorldAddress } from '../world/address.ts'

const found = z.object({ messages: z.array(z.object({ ID: z.string() })) })
const message = z.object({ Text: z.string() })

/** The link in the newest mail to this address; waits until there is one. */
export async function mailedLink({ mailUrl }: WorldAddress, to: string): Promise<string> {
  const search = `${mailUrl}/api/v1/search?${new URLSearchParams({ query: `to:"${to}"` })}`
  const newest = async () => found.parse(await (await fetch(search)).json()).messages[0]
  await expect.poll(newest, `a mail to ${to}`).toBeDefined()
  const id = (await newest())?.ID ?? ''
  const { Text } = message.parse(await (await fetch(`${mailUrl}/api/v1/message/${id}`)).json())
  const [link] = /https?:\S+/.exec(Text) ?? []
  if (link === undefined) throw new Error(`No link in the mail to ${to}: ${Text}`)
  return link
}
