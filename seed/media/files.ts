/** Every picture of the demo, by its path below `/demo`. */

import { PRODUCTS, productOf } from '../catalogue/catalogue.ts'
import { CATEGORIES } from '../catalogue/categories.ts'
import { PEOPLE } from '../personas.ts'
import { PAST_SHOWS } from '../scenarios/ended.ts'
import { LIVE_SHOW } from '../scenarios/live.ts'
import { UPCOMING_SHOWS } from '../scenarios/upcoming.ts'
import { avatarPicture } from './avatar.ts'
import { coverPicture, detailPicture, productPicture, tilePicture } from './picture.ts'

/** Path (`products/x.svg`) to SVG text. The same catalogue gives the same bytes on every machine. */
export function demoFiles(): Map<string, string> {
  const products = PRODUCTS.flatMap(({ key, art }) => [
    [`products/${key}.svg`, productPicture(art)] as const,
    [`products/${key}-detail.svg`, detailPicture(art)] as const,
  ])
  const shows = [LIVE_SHOW, ...UPCOMING_SHOWS, ...PAST_SHOWS].map(({ key, cover }) => {
    const [middle, left, right] = cover
    const arts = [productOf(middle).art, productOf(left).art, productOf(right).art] as const
    return [`shows/${key}.svg`, coverPicture([...arts])] as const
  })
  const tiles = CATEGORIES.map(
    ({ slug, art }) => [`categories/${slug}.svg`, tilePicture(art)] as const,
  )
  const avatars = PEOPLE.map(({ name }) => [`avatars/${name}.svg`, avatarPicture(name)] as const)
  return new Map([...products, ...shows, ...tiles, ...avatars])
}
