/** Colour sets of the product pictures: a backdrop, the object's main colour, an accent, and the darkest tone. */
import { dark, type Hex, light, linear, radial } from './svg.ts'

export interface Palette {
  backdrop: [Hex, Hex]
  main: Hex
  accent: Hex
  ink: Hex
}

const set = (from: Hex, to: Hex, main: Hex, accent: Hex, ink: Hex): Palette => ({
  backdrop: [from, to],
  main,
  accent,
  ink,
})

export const PALETTES = {
  dusk: set('#2b2450', '#7a4b8f', '#f3ece4', '#ff8a5c', '#1a1633'),
  coral: set('#ffd9c7', '#ff9a86', '#e8452f', '#ffe9a8', '#3a1a22'),
  mint: set('#d7f2e3', '#8fd0b8', '#1f7a63', '#ffd166', '#10312b'),
  sky: set('#dcecff', '#8fb8f0', '#2b5fd0', '#ffb547', '#122347'),
  sand: set('#f6ead6', '#dfc39a', '#a8652f', '#3f6f6a', '#33220f'),
  slate: set('#cfd8e3', '#8796ab', '#39475c', '#e8a33d', '#151c28'),
  night: set('#141a2e', '#2f3d6b', '#c9d2e6', '#52d1c6', '#0a0e1c'),
  rose: set('#fbe0e8', '#eda3b8', '#b23a63', '#f7d08a', '#3d1226'),
  moss: set('#e4e8cf', '#a9b680', '#56682d', '#d9773d', '#232a12'),
  plum: set('#e6dbf7', '#b295dd', '#5b34a0', '#ff9fb2', '#231244'),
  gold: set('#1f1b16', '#4a3a22', '#d8a94a', '#f6e3b0', '#120e09'),
  ice: set('#edf4f7', '#b9d3dd', '#f7fafc', '#3a7ca5', '#1d3440'),
  ember: set('#2a1416', '#7c2f28', '#f2b05e', '#e8563a', '#180a0b'),
  clay: set('#f3e3da', '#d6a78f', '#c2694a', '#f4ecd8', '#43231a'),
} satisfies Record<string, Palette>

export type PaletteName = keyof typeof PALETTES

/** Gradients every drawing may use: `bg`, `m` (main), `a` (accent), `k` (ink), `glow`, `floor`, `shine`. */
export function gradients({ backdrop, main, accent, ink }: Palette): string {
  const shaded = (id: string, color: Hex) =>
    linear(id, [
      { at: 0, color: light(color, 0.2) },
      { at: 0.55, color },
      { at: 1, color: dark(color, 0.24) },
    ])
  return [
    linear(
      'bg',
      [
        { at: 0, color: backdrop[0] },
        { at: 1, color: backdrop[1] },
      ],
      'x2="1" y2="1"',
    ),
    shaded('m', main),
    shaded('a', accent),
    linear('k', [
      { at: 0, color: light(ink, 0.22) },
      { at: 1, color: ink },
    ]),
    radial('glow', [
      { at: 0, color: '#ffffff', opacity: 0.55 },
      { at: 1, color: '#ffffff', opacity: 0 },
    ]),
    radial('floor', [
      { at: 0, color: ink, opacity: 0.5 },
      { at: 0.6, color: ink, opacity: 0.2 },
      { at: 1, color: ink, opacity: 0 },
    ]),
    linear(
      'shine',
      [
        { at: 0, color: '#ffffff', opacity: 0.5 },
        { at: 1, color: '#ffffff', opacity: 0 },
      ],
      'x2="1" y2="1"',
    ),
  ].join('')
}
