/** What is photographed: every route, as the person who would look at it. */
import type { Page } from '@playwright/test'
import { z } from 'zod'
import { dataOf } from '../../../seed/call.ts'
import { openMarket } from '../../../seed/market.ts'
import { LIVE_SHOW } from '../../../seed/scenarios/live.ts'
import { UPCOMING_SHOWS } from '../../../seed/scenarios/upcoming.ts'
import { productId } from '../../../seed/steps/catalog.ts'
import { showId } from '../../../seed/steps/shows.ts'
import type { WorldAddress } from '../world/address.ts'

export interface Shot {
  name: string
  path: string
  /** A demo persona; nobody is a visitor. */
  as?: string
  /** The whole length of the page, too. */
  long?: true
  /** What the person does before the picture is taken. */
  first?: (page: Page) => Promise<void>
}

interface Addresses {
  auction: string
  withCard: string
  /** Auctions that nobody bids for: a falling price, units. */
  falling: string
  units: string
  buyNow: string
  scheduled: string
  /** One that bea has lost. */
  lost: string
  ended: string
  order: string
}

const bidOn = z.array(
  z.object({ id: z.string(), status: z.string(), you: z.object({ leading: z.boolean() }) }),
)

/** An auction that was sold to somebody else, although this person had bid. */
async function lostBy(world: WorldAddress, persona: string): Promise<string> {
  const client = await openMarket(world).as(persona)
  const bids = bidOn.parse(dataOf(`bids of ${persona}`, await client.rpc('my_bids')))
  const lost = bids.find(({ status, you }) => status === 'sold' && !you.leading)
  if (lost === undefined) throw new Error(`${persona} has lost nothing`)
  return lost.id
}

async function verifyIt(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Verify this auction' }).click()
  await page.getByText('Everything checks out').waitFor()
}

async function findAddresses(world: WorldAddress): Promise<Addresses> {
  const { operator } = openMarket(world)
  const auctions = operator.from('auctions').select('id')
  const [auction] = dataOf(
    'the auction',
    await auctions.eq('product_id', productId('meridian-diver-300')),
  )
  const [withCard] = dataOf(
    'an auction that asks for a card',
    await operator
      .from('auctions')
      .select('id')
      .eq('product_id', productId('lumen-35-rangefinder')),
  )
  const offered = async (product: string) => {
    const found = await operator.from('auctions').select('id').eq('product_id', productId(product))
    const [auction] = dataOf(`the auction of ${product}`, found)
    if (auction === undefined) throw new Error(`${product} is not on offer`)
    return auction.id
  }
  const shows = operator.from('shows').select('id').eq('status', 'ended').limit(1)
  const [ended] = dataOf('an ended show', await shows)
  const orders = operator.from('orders').select('id, buyer:profiles!buyer_id(username)')
  const order = dataOf('orders', await orders).find(({ buyer }) => buyer?.username === 'bea')
  if (!auction || !withCard || !ended || !order) {
    throw new Error('The demo data lacks something to show.')
  }
  return {
    ...{ auction: auction.id, withCard: withCard.id, ended: ended.id, order: order.id },
    falling: await offered('tin-robot-mint'),
    units: await offered('gallery-tote'),
    buyNow: await offered('arena-pad-controller'),
    scheduled: await offered('saddle-briefcase'),
    lost: await lostBy(world, 'bea'),
  }
}

export async function listShots(world: WorldAddress): Promise<Shot[]> {
  const found = await findAddresses(world)
  const { auction, withCard, ended, order, falling, units, buyNow, scheduled, lost } = found
  const live = showId(LIVE_SHOW.key)
  const [upcoming] = UPCOMING_SHOWS
  if (upcoming === undefined) throw new Error('The demo data has no upcoming show.')
  return [
    { name: 'home', path: '/', long: true },
    { name: 'home-signed-in', path: '/', as: 'bea' },
    { name: 'category', path: '/c/watches-jewelry', long: true },
    { name: 'search', path: '/search?q=watch', long: true },
    { name: 'seller', path: '/sellers/ada', long: true },
    { name: 'show-live', path: `/shows/${live}`, as: 'bob' },
    { name: 'show-live-visitor', path: `/shows/${live}` },
    { name: 'show-live-leading', path: `/shows/${live}`, as: 'otto' },
    { name: 'show-upcoming', path: `/shows/${showId(upcoming.key)}` },
    { name: 'show-ended', path: `/shows/${ended}` },
    { name: 'show-missing', path: '/shows/00000000-0000-4000-8000-000000000000' },
    { name: 'auction-missing', path: '/auctions/00000000-0000-4000-8000-000000000000' },
    { name: 'auction', path: `/auctions/${auction}`, long: true },
    { name: 'auction-outbid', path: `/auctions/${auction}`, as: 'bob' },
    { name: 'auction-no-card', path: `/auctions/${withCard}`, as: 'nocard' },
    { name: 'auction-falling', path: `/auctions/${falling}`, as: 'bea' },
    { name: 'auction-units', path: `/auctions/${units}`, as: 'kim' },
    { name: 'auction-buy-now', path: `/auctions/${buyNow}`, as: 'bea' },
    { name: 'auction-scheduled', path: `/auctions/${scheduled}`, as: 'kim' },
    { name: 'verify', path: `/auctions/${auction}`, as: 'bob', first: verifyIt },
    { name: 'why-i-lost', path: `/auctions/${lost}?why`, as: 'bea' },
    { name: 'login', path: '/login' },
    { name: 'register', path: '/register' },
    { name: 'reset', path: '/reset' },
    { name: 'not-found', path: '/nowhere' },
    { name: 'account', path: '/account', as: 'bea', long: true },
    { name: 'account-security', path: '/account/security', as: 'bea' },
    { name: 'account-bids', path: '/account/bids', as: 'bea', long: true },
    { name: 'account-watchlist', path: '/account/watchlist', as: 'bea' },
    { name: 'account-orders', path: '/account/orders', as: 'bea' },
    { name: 'order', path: `/orders/${order}`, as: 'bea', long: true },
    { name: 'sell', path: '/sell', as: 'bea' },
    { name: 'studio', path: '/studio', as: 'ada', long: true },
    { name: 'studio-new-product', path: '/studio/products/new', as: 'ada', long: true },
    { name: 'studio-new-auction', path: '/studio/auctions/new', as: 'ada', long: true },
    { name: 'studio-new-show', path: '/studio/shows/new', as: 'ada' },
    {
      name: 'studio-show',
      path: `/studio/shows/${showId(upcoming.key)}`,
      as: upcoming.host,
      long: true,
    },
    { name: 'host-console', path: `/studio/shows/${live}/live`, as: 'ada' },
    { name: 'rehearsal', path: `/studio/shows/${live}/rehearsal`, as: 'ada' },
    { name: 'show-summary', path: `/studio/shows/${live}/summary`, as: 'ada', long: true },
  ]
}

/** The few that the README shows: file name, shot, on what, in which light. */
export const README_SHOTS = [
  { file: 'home', shot: 'home', device: 'desktop', scheme: 'light' },
  { file: 'show-phone', shot: 'show-live', device: 'phone', scheme: 'dark' },
  { file: 'show-desktop', shot: 'show-live', device: 'desktop', scheme: 'dark' },
  { file: 'auction', shot: 'auction-outbid', device: 'desktop', scheme: 'light' },
  { file: 'verify', shot: 'verify', device: 'desktop', scheme: 'light' },
  { file: 'why-i-lost', shot: 'why-i-lost', device: 'desktop', scheme: 'light' },
  { file: 'host-console', shot: 'host-console', device: 'desktop', scheme: 'dark' },
] as const
