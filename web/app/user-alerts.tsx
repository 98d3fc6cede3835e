import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useNavigate } from 'react-router'
import { toast } from 'sonner'
import * as z from 'zod/mini'
import { client } from '../lib/client.ts'
import { formatMoney } from '../lib/money.ts'
import { paths } from '../lib/paths.ts'
import { subscribeTopic } from '../lib/realtime.ts'
import { passUserEvent } from '../lib/user-events.ts'

const outbid = z.object({
  auction_id: z.string(),
  show_id: z.nullish(z.string()),
  title: z.string(),
  price_cents: z.number(),
})

const won = z.object({ order_id: z.string(), title: z.string(), price_cents: z.number() })

const order = z.object({ order_id: z.string(), status: z.string() })

/** Of the host's answers to an invitation, only the invitation itself has a title. */
const stageInvitation = z.object({
  show_id: z.string(),
  title: z.string(),
  invited: z.literal(true),
})

const secondChance = z.object({
  offer_id: z.string(),
  title: z.string(),
  price_cents: z.number(),
})

/** Says wherever the user is in the app that they were outbid or have won, with the way there. */
export function UserAlerts({ userId }: { userId: string }) {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  useEffect(() => {
    const refresh = (key: string) => void queryClient.invalidateQueries({ queryKey: [key] })
    return subscribeTopic({
      client,
      topic: `user:${userId}`,
      events: {
        outbid: (payload) => {
          refresh('my-bids')
          const parsed = z.safeParse(outbid, payload)
          if (!parsed.success) return
          const { auction_id, show_id, title, price_cents } = parsed.data
          const to = show_id == null ? paths.auction(auction_id) : paths.show(show_id)
          // Who is looking at the auction sees it there already.
          if (location.pathname === to) return
          toast.warning('You were outbid', {
            // One toast an auction, whatever the pace of the bidding.
            id: `outbid:${auction_id}`,
            description: `${title} is at ${formatMoney(price_cents)} now.`,
            action: { label: 'Bid again', onClick: () => void navigate(to) },
          })
        },
        card: () => {
          refresh('card')
          refresh('my-account')
        },
        order: (payload) => {
          refresh('order')
          refresh('orders')
          const parsed = z.safeParse(order, payload)
          if (!parsed.success || parsed.data.status !== 'action_required') return
          const to = paths.order(parsed.data.order_id)
          if (location.pathname === to) return
          toast.warning('A payment needs you', {
            id: `order:${parsed.data.order_id}`,
            description: 'What you won is not paid yet.',
            action: { label: 'See the order', onClick: () => void navigate(to) },
            duration: 15_000,
          })
        },
        second_chance: (payload) => {
          refresh('offers')
          const parsed = z.safeParse(secondChance, payload)
          if (!parsed.success) return
          const { offer_id, title, price_cents } = parsed.data
          toast.success('You have a second chance', {
            id: `offer:${offer_id}`,
            description: `${title} can be yours for ${formatMoney(price_cents)}.`,
            action: { label: 'Decide', onClick: () => void navigate(paths.orders()) },
            duration: 15_000,
          })
        },
        moderation: (payload) => passUserEvent('moderation', payload),
        stage: (payload) => {
          passUserEvent('stage', payload)
          const parsed = z.safeParse(stageInvitation, payload)
          if (!parsed.success) return
          const to = paths.show(parsed.data.show_id)
          if (location.pathname === to) return
          toast('You are asked onto the stage', {
            id: `stage:${parsed.data.show_id}`,
            description: parsed.data.title,
            action: { label: 'Go there', onClick: () => void navigate(to) },
            duration: 15_000,
          })
        },
        notification: () => refresh('notifications'),
        won: (payload) => {
          // What it ships with has changed what the next lot costs.
          refresh('quote')
          refresh('my-bids')
          refresh('orders')
          const parsed = z.safeParse(won, payload)
          if (!parsed.success) return
          const { order_id, title, price_cents } = parsed.data
          toast.success('You won', {
            id: `won:${order_id}`,
            description: `${title} is yours for ${formatMoney(price_cents)}.`,
            action: { label: 'See the order', onClick: () => void navigate(paths.order(order_id)) },
            duration: 15_000,
          })
        },
      },
    })
  }, [userId, navigate, queryClient])
  return null
}
