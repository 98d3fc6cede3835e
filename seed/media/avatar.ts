/** Portraits from a handful of shapes: 160 x 160. The name decides everything, so a person always looks the same. */
import { createHash } from 'node:crypto'
import { circle, dark, ellipse, type Hex, light, linear, path, rect, svg } from './svg.ts'

const SKIN: Hex[] = ['#f6d5bd', '#e9b78f', '#c98d5f', '#9a6238', '#6b4226', '#f1c6a5']
const HAIR: Hex[] = ['#1d1a1f', '#4a2c1a', '#8a5a2b', '#c98f3f', '#7c7f8a', '#9c3b2a']
const SHIRT: Hex[] = ['#2b5fd0', '#e8563a', '#1f7a63', '#5b34a0', '#e0a030', '#39475c', '#b23a63']
const BACK: [Hex, Hex][] = [
  ['#ffe3c9', '#ffb38a'],
  ['#d7f2e3', '#8fd0b8'],
  ['#dcecff', '#8fb8f0'],
  ['#e6dbf7', '#b295dd'],
  ['#fbe0e8', '#eda3b8'],
  ['#f2ecc9', '#d9c46a'],
]

const BEHIND = [
  '',
  'M44 92 C36 40 60 24 80 24 C100 24 124 40 116 92 C118 112 112 124 106 128 L54 128 C48 124 42 112 44 92 Z',
  'M48 84 C40 44 60 26 80 26 C100 26 120 44 112 84 L112 100 L48 100 Z',
]
const FRONT = [
  'M52 72 C46 40 66 30 82 30 C104 30 114 46 108 72 C104 60 96 54 84 54 C70 54 58 58 52 72 Z',
  'M52 74 C44 40 66 26 84 28 C108 30 116 48 108 74 C106 58 92 56 78 46 C70 56 58 60 52 74 Z',
  'M52 70 C48 44 62 32 80 32 C98 32 112 44 108 70 C100 52 60 52 52 70 Z',
]

export function avatarPicture(name: string): string {
  const bytes = createHash('sha256').update(name).digest()
  const pick = <T>(list: T[], byte: number, fallback: NoInfer<T>): T =>
    list[(bytes[byte] ?? 0) % list.length] ?? fallback
  const skin = pick(SKIN, 0, '#e9b78f')
  const hair = pick(HAIR, 1, '#1d1a1f')
  const shirt = pick(SHIRT, 2, '#2b5fd0')
  const [from, to] = pick(BACK, 3, ['#dcecff', '#8fb8f0'])
  const glasses = (bytes[6] ?? 0) % 4 === 0
  const body = [
    rect({ x: 0, y: 0, w: 160, h: 160 }, 'url(#b)'),
    circle(124, 34, 30, '#ffffff', 'opacity=".25"'),
    path(pick(BEHIND, 4, ''), dark(hair, 0.15)),
    rect({ x: 68, y: 96, w: 24, h: 30, r: 10 }, dark(skin, 0.12)),
    path('M24 160 C26 128 50 118 68 116 C74 126 86 126 92 116 C110 118 134 128 136 160 Z', shirt),
    path('M68 116 C74 126 86 126 92 116 L96 118 C88 134 72 134 64 118 Z', light(shirt, 0.35)),
    ellipse(80, 78, 28, 33, skin),
    path(pick(FRONT, 5, ''), hair),
    circle(70, 80, 3.2, dark(hair, 0.3)) + circle(90, 80, 3.2, dark(hair, 0.3)),
    `<path d="M70 95 C75 101 85 101 90 95" fill="none" stroke="${dark(skin, 0.5)}" stroke-width="3" stroke-linecap="round"/>`,
    glasses
      ? '<g fill="none" stroke="#22252e" stroke-width="2.5"><circle cx="69" cy="80" r="9"/><circle cx="91" cy="80" r="9"/><path d="M78 80h4"/></g>'
      : '',
  ].join('')
  const background = linear(
    'b',
    [
      { at: 0, color: from },
      { at: 1, color: to },
    ],
    'x2="1" y2="1"',
  )
  return svg(160, 160, background, body)
}
