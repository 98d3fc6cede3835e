/** The category tree: eight roots, three leaves each. The art is the tile's picture. */
import type { Art } from '../media/picture.ts'

export interface RootCategory {
  slug: string
  name: string
  art: Art
  leaves: { slug: string; name: string }[]
}

export const CATEGORIES: RootCategory[] = [
  {
    slug: 'sneakers-streetwear',
    name: 'Sneakers & Streetwear',
    art: { kind: 'sneaker', palette: 'coral', variant: 0 },
    leaves: [
      { slug: 'sneakers', name: 'Sneakers' },
      { slug: 'jackets', name: 'Jackets' },
      { slug: 'bags', name: 'Bags' },
    ],
  },
  {
    slug: 'trading-cards',
    name: 'Trading Cards',
    art: { kind: 'card', palette: 'plum', variant: 1 },
    leaves: [
      { slug: 'fantasy-cards', name: 'Fantasy cards' },
      { slug: 'sports-cards', name: 'Sports cards' },
      { slug: 'sealed-boxes', name: 'Sealed boxes' },
    ],
  },
  {
    slug: 'watches-jewelry',
    name: 'Watches & Jewelry',
    art: { kind: 'watch', palette: 'sand', variant: 0 },
    leaves: [
      { slug: 'mechanical-watches', name: 'Mechanical watches' },
      { slug: 'digital-watches', name: 'Digital watches' },
      { slug: 'rings', name: 'Rings' },
    ],
  },
  {
    slug: 'cameras',
    name: 'Cameras',
    art: { kind: 'camera', palette: 'slate', variant: 1 },
    leaves: [
      { slug: 'film-cameras', name: 'Film cameras' },
      { slug: 'instant-cameras', name: 'Instant cameras' },
      { slug: 'lenses', name: 'Lenses' },
    ],
  },
  {
    slug: 'vinyl-audio',
    name: 'Vinyl & Audio',
    art: { kind: 'vinyl', palette: 'dusk', variant: 0 },
    leaves: [
      { slug: 'vinyl-records', name: 'Vinyl records' },
      { slug: 'headphones', name: 'Headphones' },
      { slug: 'guitars', name: 'Guitars' },
    ],
  },
  {
    slug: 'comics-books',
    name: 'Comics & Books',
    art: { kind: 'comic', palette: 'sky', variant: 1 },
    leaves: [
      { slug: 'comics', name: 'Comics' },
      { slug: 'first-editions', name: 'First editions' },
      { slug: 'zines', name: 'Zines' },
    ],
  },
  {
    slug: 'home-ceramics',
    name: 'Home & Ceramics',
    art: { kind: 'vase', palette: 'clay', variant: 0 },
    leaves: [
      { slug: 'ceramics', name: 'Ceramics' },
      { slug: 'lamps', name: 'Lamps' },
      { slug: 'prints', name: 'Prints' },
    ],
  },
  {
    slug: 'games-coins-toys',
    name: 'Games, Coins & Toys',
    art: { kind: 'robot', palette: 'mint', variant: 0 },
    leaves: [
      { slug: 'consoles', name: 'Consoles' },
      { slug: 'coins', name: 'Coins' },
      { slug: 'toys', name: 'Toys' },
    ],
  },
]
