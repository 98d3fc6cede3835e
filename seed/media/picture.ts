/** Puts a drawing on its stage: product pictures, show covers, category tiles. */

import { book, box, card, coin, comic, print } from './kinds/collect.ts'
import { bowl, lamp, vase } from './kinds/home.ts'
import { camera, lens, watch } from './kinds/machines.ts'
import { gameConsole, guitar, headphones, robot, vinyl } from './kinds/play.ts'
import { bag, jacket, ring, sneaker } from './kinds/wear.ts'
import { gradients, PALETTES, type Palette, type PaletteName } from './palette.ts'
import { circle, ellipse, group, light, mix, path, rect, svg } from './svg.ts'

type Draw = (palette: Palette, variant: number) => string

const KINDS = {
  sneaker,
  jacket,
  bag,
  ring,
  card,
  box,
  coin,
  comic,
  book,
  print,
  watch,
  camera,
  lens,
  headphones,
  vinyl,
  guitar,
  console: gameConsole,
  robot,
  vase,
  bowl,
  lamp,
} satisfies Record<string, Draw>

export type Kind = keyof typeof KINDS

/** What a product looks like: the drawing, its colours, and which of the drawing's variants. */
export interface Art {
  kind: Kind
  palette: PaletteName
  variant: number
}

const SIZE = 800

function stage({ backdrop }: Palette, style: number): string {
  const tint = light(backdrop[0], 0.35)
  const shapes = [
    circle(400, 380, 300, tint, 'opacity=".35"'),
    path('M150 640 L150 400 A250 250 0 0 1 650 400 L650 640 Z', tint, 'opacity=".35"'),
    circle(560, 260, 190, tint, 'opacity=".4"') + circle(220, 520, 120, tint, 'opacity=".25"'),
    rect(
      { x: 140, y: 110, w: 520, h: 520, r: 60 },
      tint,
      'opacity=".3" transform="rotate(12 400 380)"',
    ),
  ]
  return [
    rect({ x: 0, y: 0, w: SIZE, h: SIZE }, 'url(#bg)'),
    shapes[style % shapes.length] ?? '',
    path(
      `M0 610 C200 580 600 580 800 610 L800 800 L0 800 Z`,
      mix(backdrop[1], '#000000', 0.12),
      'opacity=".35"',
    ),
    ellipse(400, 642, 300, 36, 'url(#floor)'),
  ].join('')
}

function drawing(art: Art): string {
  return KINDS[art.kind](PALETTES[art.palette], art.variant)
}

/** The cover of a product: 800 x 800. */
export function productPicture(art: Art): string {
  const palette = PALETTES[art.palette]
  const body = group('translate(-40 -62) scale(1.1)', drawing(art))
  return svg(SIZE, SIZE, gradients(palette), stage(palette, art.variant) + body)
}

/** A closer look, for the second place in the gallery. */
export function detailPicture(art: Art): string {
  const palette = PALETTES[art.palette]
  const turned: Palette = { ...palette, backdrop: [palette.backdrop[1], palette.backdrop[0]] }
  const closer = group('translate(-420 -400) scale(1.9) rotate(-8 400 400)', drawing(art))
  return svg(
    SIZE,
    SIZE,
    gradients(turned),
    rect({ x: 0, y: 0, w: SIZE, h: SIZE }, 'url(#bg)') + closer,
  )
}

/** A category tile: the drawing alone, smaller, 400 x 400. */
export function tilePicture(art: Art): string {
  const palette = PALETTES[art.palette]
  const body =
    rect({ x: 0, y: 0, w: 400, h: 400 }, 'url(#bg)') +
    group('translate(48 34) scale(.38)', ellipse(400, 642, 300, 36, 'url(#floor)'), drawing(art))
  return svg(400, 400, gradients(palette), body)
}

/** A show's cover: three of its lots side by side, 1280 x 720. All share the colours of the first. */
export function coverPicture(arts: [Art, Art, Art]): string {
  const [first, left, right] = arts
  const palette = PALETTES[first.palette]
  const shared = (art: Art): string => drawing({ ...art, palette: first.palette })
  const body = [
    rect({ x: 0, y: 0, w: 1280, h: 720 }, 'url(#bg)'),
    circle(640, 330, 330, light(palette.backdrop[0], 0.35), 'opacity=".3"'),
    circle(1130, 110, 170, light(palette.backdrop[0], 0.35), 'opacity=".22"'),
    circle(140, 640, 210, light(palette.backdrop[0], 0.35), 'opacity=".18"'),
    path(
      'M0 560 C320 520 960 520 1280 560 L1280 720 L0 720 Z',
      mix(palette.backdrop[1], '#000000', 0.15),
      'opacity=".4"',
    ),
    ellipse(270, 588, 230, 26, 'url(#floor)'),
    group('translate(30 150) scale(.6 .68) rotate(-5 400 400)', shared(left)),
    ellipse(1010, 588, 230, 26, 'url(#floor)'),
    group('translate(770 150) scale(.6 .68) rotate(5 400 400)', shared(right)),
    ellipse(640, 640, 300, 34, 'url(#floor)'),
    group('translate(260 26) scale(.95)', shared(first)),
  ].join('')
  return svg(1280, 720, gradients(palette), body)
}
