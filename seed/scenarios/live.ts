/** The show that is on air when the stack starts. */
import type { PlannedBid, ShowScript } from './script.ts'

export const LIVE_SHOW: ShowScript = {
  key: 'friday-grails',
  host: 'ada',
  title: 'Friday Night Grails: sneakers, slabs & first pressings',
  description:
    'Ten lots from the back room, most of them without reserve. Ask anything in the chat: if it can be held up to the camera, Ada will hold it up.',
  category: 'sneakers-streetwear',
  cover: ['halden-runner-85', 'rookie-keeper-88', 'low-sun-ep'],
  lots: [
    { product: 'halden-runner-85', seconds: 90, requiresCard: false },
    { product: 'starfall-promo', seconds: 60, requiresCard: false },
    { product: 'low-sun-ep', seconds: 60, requiresCard: false },
    { product: 'emberwyrm-first-print', reserveCents: 45_000, seconds: 90, requiresCard: true },
    { product: 'norrvik-court-low', seconds: 60, requiresCard: false },
    { product: 'rookie-keeper-88', seconds: 60, requiresCard: false },
    { product: 'mountain-land-foil', startCents: 100, seconds: 45, requiresCard: false },
    { product: 'varsity-jacket-north', seconds: 60, requiresCard: false },
    { product: 'gilded-booster-box', seconds: 90, requiresCard: true },
    { product: 'voltage-issue-1', seconds: 90, requiresCard: false },
  ],
  chat: [
    { by: 'ada', says: 'Good evening, everybody! Ten lots tonight, the runners first.' },
    { by: 'otto', says: 'finally a 43' },
    { by: 'kim', says: 'hi Ada 👋 is the numbered card with them?' },
    { by: 'ada', says: 'It is: 118 of 300, in the drawer with the spare laces.' },
    { by: 'bob', says: 'here for lot 3, that EP is impossible to find' },
    { by: 'lena', says: 'that jacket later… be kind to me please' },
    { by: 'bea', says: 'is the sole yellowing or is it the light?' },
    { by: 'ada', says: 'The light. I will hold them to the window lamp, one second.' },
    { by: 'otto', says: 'clean. very clean.' },
  ],
}

/** The first lot stays open as long as the rules let it, so that whoever starts the stack finds a price to beat. */
export const OPENING_SECONDS = 600

export const OPENING_BIDS: PlannedBid[] = [
  { by: 'bob', cents: 6_000 },
  { by: 'kim', cents: 9_000 },
  { by: 'bea', cents: 8_000 },
  { by: 'otto', cents: 9_500, jump: true },
]
