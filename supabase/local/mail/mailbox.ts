import { randomUUID } from 'node:crypto'
import type { Mail, Mailbox } from '../types.ts'

/** A load test must not eat the memory of the stack. */
const KEPT = 1000

/** Keeps the newest mails in memory; they are gone when the stack stops. */
export function createMailbox(): Mailbox {
  let mails: Mail[] = []
  return {
    deliver(mail) {
      const sentAt = new Date().toISOString()
      mails = [{ id: randomUUID(), sentAt, ...mail }, ...mails].slice(0, KEPT)
    },
    list(to) {
      if (to === undefined) return [...mails]
      const wanted = to.toLowerCase()
      return mails.filter((mail) => mail.to.toLowerCase() === wanted)
    },
    clear() {
      mails = []
    },
  }
}
