/** Past sales. They are played for real, in seconds instead of minutes, so that ledgers, orders and shows are genuine. */
import type { PastShowScript, TimedScript } from './script.ts'

const lot = { seconds: 5, requiresCard: false }

export const PAST_SHOWS: PastShowScript[] = [
  {
    key: 'morning-shelf',
    host: 'mira',
    title: 'Morning shelf: lamps, mugs and a lithograph',
    description: 'Three things from the studio wall before breakfast.',
    category: 'home-ceramics',
    cover: ['pleated-reading-lamp', 'glacier-mug', 'rings-lithograph'],
    lots: [
      {
        ...lot,
        product: 'glacier-mug',
        bids: [
          { by: 'lena', cents: 2_600 },
          { by: 'bea', cents: 3_000 },
        ],
      },
      {
        ...lot,
        product: 'pleated-reading-lamp',
        bids: [
          { by: 'kim', cents: 6_000 },
          { by: 'lena', cents: 7_400 },
        ],
      },
      {
        ...lot,
        product: 'rings-lithograph',
        reserveCents: 20_000,
        bids: [{ by: 'bob', cents: 11_000 }],
      },
    ],
    chat: [
      { by: 'mira', says: 'Good morning! Mugs first, they are still wet from washing.' },
      { by: 'lena', says: 'mine!' },
    ],
  },
  {
    key: 'crate-dig-11',
    host: 'theo',
    title: 'Crate Dig #11: field recorders and friends',
    description: 'Small machines from a radio reporter’s estate.',
    category: 'vinyl-audio',
    cover: ['clay-monitor-headphones', 'violette-compact', 'arctic-wide-lens'],
    lots: [
      {
        ...lot,
        product: 'clay-monitor-headphones',
        bids: [
          { by: 'bob', cents: 6_200 },
          { by: 'otto', cents: 5_800 },
        ],
      },
      {
        ...lot,
        product: 'violette-compact',
        bids: [
          { by: 'ines', cents: 5_000 },
          { by: 'kim', cents: 6_100 },
        ],
      },
      {
        ...lot,
        product: 'arctic-wide-lens',
        bids: [
          { by: 'ines', cents: 9_900 },
          { by: 'bea', cents: 9_000 },
        ],
      },
    ],
    chat: [{ by: 'theo', says: 'Headphones off, please, we are live.' }],
  },
  {
    key: 'paper-hour',
    host: 'june',
    title: 'Paper Hour: a folio, a refractor, a sealed box',
    description: 'An hour of paper and cardboard, and one library that will miss a book.',
    category: 'comics-books',
    cover: ['herbarium-folio', 'captain-refractor', 'glacier-display-box'],
    lots: [
      {
        ...lot,
        product: 'herbarium-folio',
        bids: [
          { by: 'bea', cents: 21_000 },
          { by: 'lena', cents: 19_500 },
        ],
      },
      {
        ...lot,
        product: 'captain-refractor',
        bids: [
          { by: 'otto', cents: 8_200 },
          { by: 'kim', cents: 9_600 },
        ],
      },
      { ...lot, product: 'glacier-display-box', bids: [{ by: 'bob', cents: 8_000 }] },
    ],
    chat: [{ by: 'june', says: 'All forty-eight plates are there. I counted twice.' }],
  },
]

/** Timed auctions cannot be shorter than half a minute; these are just that. */
export const PAST_AUCTIONS: TimedScript[] = [
  {
    product: 'pocket-brick-console',
    seller: 'ben',
    endsInMinutes: 0.52,
    requiresCard: false,
    softCloseSeconds: 0,
    bids: [
      { by: 'otto', cents: 8_000 },
      { by: 'kim', cents: 10_400 },
    ],
    watchers: [],
  },
  {
    product: 'copper-profile-penny',
    seller: 'ben',
    endsInMinutes: 0.52,
    requiresCard: false,
    softCloseSeconds: 0,
    bids: [],
    watchers: [],
  },
]
