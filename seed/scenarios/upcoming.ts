/** Two shows to be reminded of. */
import type { ShowScript } from './script.ts'

export interface UpcomingScript extends ShowScript {
  /** Days from today, at the local hour; always at least an hour ahead. */
  inDays: number
  atHour: number
}

export const UPCOMING_SHOWS: UpcomingScript[] = [
  {
    key: 'kiln-opening',
    host: 'mira',
    title: 'Kiln opening: four days of fire, one hour of pots',
    description:
      'Mira takes the bricks out of the door on camera. What survived is offered straight from the shelf, still warm.',
    category: 'home-ceramics',
    cover: ['moss-drip-vase', 'honey-serving-bowl', 'plum-bottle-vase'],
    inDays: 0,
    atHour: 20,
    lots: [
      { product: 'moss-drip-vase', seconds: 60, requiresCard: true },
      { product: 'honey-serving-bowl', seconds: 45, requiresCard: false },
      { product: 'plum-bottle-vase', seconds: 60, requiresCard: true },
      { product: 'moon-jar-teal', seconds: 60, requiresCard: true },
      { product: 'dunes-screenprint', reserveCents: 18_000, seconds: 90, requiresCard: true },
    ],
    chat: [
      { by: 'mira', says: 'The kiln is at 300 °C and falling. See you tonight!' },
      { by: 'lena', says: 'set an alarm, made tea' },
    ],
  },
  {
    key: 'crate-dig-12',
    host: 'theo',
    title: 'Crate Dig #12: white labels and one very green guitar',
    description:
      'A radio station’s basement, sorted. Test pressings, mono mixes, and the guitar that hung over the mixing desk.',
    category: 'vinyl-audio',
    cover: ['greenhouse-white-label', 'offset-guitar-sea', 'studio-cans-amber'],
    inDays: 2,
    atHour: 19,
    lots: [
      { product: 'greenhouse-white-label', seconds: 60, requiresCard: true },
      { product: 'red-river-lp', seconds: 60, requiresCard: false },
      { product: 'equalizer-club-lp', seconds: 45, requiresCard: false },
      { product: 'studio-cans-amber', seconds: 60, requiresCard: true },
      {
        product: 'offset-guitar-sea',
        reserveCents: 80_000,
        seconds: 120,
        requiresCard: true,
      },
    ],
    chat: [{ by: 'theo', says: 'Requests for what to play before the first lot? Tell me here.' }],
  },
]
