/** Auctions outside shows: from four minutes to six days, with and without bids, with reserves met and not met. */
import type { TimedScript } from './script.ts'

const HOUR = 60
const DAY = 24 * HOUR
const card = { requiresCard: true, softCloseSeconds: 120 }
const open = { requiresCard: false, softCloseSeconds: 120 }

export const TIMED_AUCTIONS: TimedScript[] = [
  {
    product: 'field-watch-dune',
    seller: 'ben',
    endsInMinutes: 4,
    requiresCard: false,
    softCloseSeconds: 30,
    bids: [
      { by: 'bea', cents: 11_000 },
      { by: 'bob', cents: 12_500 },
    ],
    watchers: ['kim', 'bea'],
  },
  {
    product: 'meridian-diver-300',
    seller: 'ben',
    endsInMinutes: 12,
    ...open,
    bids: [
      { by: 'kim', cents: 40_000 },
      { by: 'bea', cents: 52_000 },
      { by: 'ines', cents: 47_500 },
      { by: 'bob', cents: 51_000 },
    ],
    watchers: ['kim', 'bob', 'bea'],
  },
  {
    product: 'pixel-alarm-83',
    seller: 'ben',
    endsInMinutes: 40,
    ...open,
    bids: [
      { by: 'otto', cents: 4_000 },
      { by: 'kim', cents: 4_400, jump: true },
    ],
    watchers: ['bea'],
  },
  {
    product: 'lumen-35-rangefinder',
    seller: 'ben',
    endsInMinutes: 2 * HOUR,
    reserveCents: 20_000,
    ...card,
    bids: [
      { by: 'ines', cents: 17_000 },
      { by: 'bob', cents: 26_000 },
      { by: 'ines', cents: 23_500 },
    ],
    watchers: ['kim'],
  },
  {
    product: 'mushroom-lamp-red',
    seller: 'mira',
    endsInMinutes: 3 * HOUR,
    ...open,
    bids: [{ by: 'lena', cents: 15_000 }],
    watchers: ['bea', 'kim'],
  },
  {
    product: 'night-warden-12',
    seller: 'june',
    endsInMinutes: 5 * HOUR,
    ...open,
    bids: [
      { by: 'kim', cents: 5_500 },
      { by: 'otto', cents: 5_000 },
    ],
    watchers: [],
  },
  {
    product: 'snapbox-instant',
    seller: 'ben',
    endsInMinutes: 9 * HOUR,
    ...card,
    bids: [{ by: 'ines', cents: 6_500 }],
    watchers: ['bob'],
  },
  {
    product: 'moon-people-zine',
    seller: 'june',
    endsInMinutes: 20 * HOUR,
    ...open,
    bids: [],
    watchers: ['lena'],
  },
  {
    product: 'tides-first-edition',
    seller: 'june',
    endsInMinutes: 26 * HOUR,
    reserveCents: 60_000,
    ...card,
    bids: [
      { by: 'bea', cents: 22_000 },
      { by: 'lena', cents: 31_000 },
      { by: 'bea', cents: 42_000 },
    ],
    watchers: ['bea', 'kim'],
  },
  {
    product: 'portrait-lens-85',
    seller: 'ben',
    endsInMinutes: 2 * DAY,
    ...card,
    bids: [
      { by: 'ines', cents: 30_000 },
      { by: 'bob', cents: 34_000 },
    ],
    watchers: ['ines'],
  },
  {
    product: 'star-dollar-1882',
    seller: 'ben',
    endsInMinutes: 3 * DAY,
    reserveCents: 90_000,
    ...card,
    bids: [
      { by: 'otto', cents: 75_000 },
      { by: 'kim', cents: 98_000 },
    ],
    watchers: ['kim', 'bob'],
  },
  {
    product: 'horned-guitar-cobalt',
    seller: 'theo',
    endsInMinutes: 4 * DAY,
    ...card,
    bids: [{ by: 'bob', cents: 30_000 }],
    watchers: [],
  },
  {
    product: 'aquamarine-ring',
    seller: 'ben',
    endsInMinutes: 5 * DAY,
    ...card,
    bids: [],
    watchers: ['bea', 'lena'],
  },
  {
    product: 'okafor-chronograph-64',
    seller: 'ben',
    endsInMinutes: 6 * DAY,
    reserveCents: 180_000,
    ...card,
    bids: [
      { by: 'bea', cents: 110_000 },
      { by: 'kim', cents: 125_000 },
      { by: 'bea', cents: 140_000 },
    ],
    watchers: ['bea', 'bob', 'kim'],
  },
  {
    product: 'arena-pad-controller',
    seller: 'ben',
    endsInMinutes: 2 * DAY,
    buyNowCents: 14_500,
    ...open,
    bids: [],
    watchers: ['otto'],
  },
  {
    product: 'tin-robot-mint',
    seller: 'ben',
    endsInMinutes: DAY,
    // A dollar a minute: more than two hours from the first price to the last.
    sale: {
      format: 'descending',
      terms: { floor_cents: 6_000, step_cents: 100, tick_seconds: 60 },
    },
    ...open,
    bids: [],
    watchers: ['kim'],
  },
  {
    product: 'gallery-tote',
    seller: 'ada',
    endsInMinutes: 3 * DAY,
    sale: { format: 'fixed', terms: { quantity: 24, per_buyer: 3 } },
    ...open,
    bids: [],
    purchases: [
      { by: 'kim', quantity: 2 },
      { by: 'otto', quantity: 1 },
      { by: 'lena', quantity: 3 },
    ],
    watchers: ['bea'],
  },
  {
    product: 'saddle-briefcase',
    seller: 'ada',
    opensInMinutes: DAY,
    endsInMinutes: 3 * DAY,
    ...card,
    // Maxima that wait for the opening.
    bids: [
      { by: 'kim', cents: 21_000 },
      { by: 'bob', cents: 24_000 },
    ],
    watchers: ['bea'],
  },
]

/** What the sellers have on the shelf and have not offered yet. */
export const UNOFFERED: { seller: string; product: string }[] = [
  { seller: 'ada', product: 'coach-jacket-harbor' },
  { seller: 'ada', product: 'orbit-trail-ultra' },
  { seller: 'june', product: 'visor-robot-ruby' },
]
