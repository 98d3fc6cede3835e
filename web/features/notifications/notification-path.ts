import { paths } from '../../lib/paths.ts'
import type { Notification } from './fetch-notifications.ts'

/** Where a notification leads, by what it is about; null when it leads nowhere. */
export function notificationPath({ subject }: Pick<Notification, 'subject'>): string | null {
  const id = (key: string): string | null => {
    const value = subject[key]
    return typeof value === 'string' ? value : null
  }
  const [order, show, auction] = [id('order_id'), id('show_id'), id('auction_id')]
  if (order !== null) return paths.order(order)
  if (show !== null) return paths.show(show)
  return auction === null ? null : paths.auction(auction)
}
