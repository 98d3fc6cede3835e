/** Fine machines: watch, camera, lens. */
import type { Palette } from '../palette.ts'
import { around, circle, dark, ellipse, light, line, path, rect, times } from '../svg.ts'

export function watch({ main, accent, ink }: Palette, variant: number): string {
  const strap = [
    path('M322 90 L478 90 L500 250 L300 250 Z', 'url(#a)'),
    path('M300 550 L500 550 L478 710 L322 710 Z', 'url(#a)'),
    line(
      'M338 104 L322 246 M462 104 L478 246 M322 556 L338 700 M478 556 L462 700',
      light(accent, 0.5),
      3,
      'stroke-dasharray="9 8"',
    ),
  ].join('')
  if (variant === 3) {
    return [
      strap,
      rect({ x: 248, y: 240, w: 304, h: 320, r: 54 }, dark(main, 0.3)),
      rect({ x: 254, y: 236, w: 292, h: 312, r: 50 }, 'url(#m)'),
      rect({ x: 290, y: 306, w: 220, h: 150, r: 14 }, 'url(#k)'),
      rect({ x: 302, y: 318, w: 196, h: 126, r: 8 }, light(accent, 0.72)),
      times(4, (i) =>
        rect({ x: 318 + i * 44 + (i > 1 ? 10 : 0), y: 344, w: 28, h: 74, r: 6 }, ink),
      ),
      circle(402, 368, 5, ink) + circle(402, 396, 5, ink),
      times(4, (i) => circle(i < 2 ? 272 : 528, i % 2 === 0 ? 300 : 490, 8, dark(main, 0.4))),
      rect({ x: 340, y: 478, w: 120, h: 14, r: 7 }, dark(main, 0.25)),
      rect({ x: 350, y: 268, w: 100, h: 14, r: 7 }, dark(main, 0.25)),
    ].join('')
  }
  const face = variant % 2 === 0 ? light(main, 0.75) : dark(ink, 0.1)
  const marks = variant % 2 === 0 ? ink : light(main, 0.5)
  return [
    strap,
    rect({ x: 552, y: 378, w: 34, h: 44, r: 8 }, dark(main, 0.25)),
    circle(400, 408, 172, dark(main, 0.45)),
    circle(400, 400, 172, 'url(#m)'),
    circle(400, 400, 146, 'url(#k)'),
    times(60, (i) => {
      const [x1, y1] = around(400, 400, 142, i * 6)
      const [x2, y2] = around(400, 400, i % 5 === 0 ? 130 : 137, i * 6)
      return line(`M${x1} ${y1} L${x2} ${y2}`, light(main, 0.5), i % 5 === 0 ? 4 : 1.5)
    }),
    circle(400, 400, 124, face),
    times(12, (i) => {
      const [x1, y1] = around(400, 400, 112, i * 30)
      const [x2, y2] = around(400, 400, 94, i * 30)
      return line(`M${x1} ${y1} L${x2} ${y2}`, marks, i % 3 === 0 ? 9 : 5)
    }),
    variant === 1
      ? times(3, (i) => {
          const [x, y] = around(400, 400, 54, 90 + i * 90)
          return (
            circle(x, y, 30, light(face, 0.1), `stroke="${marks}" stroke-width="3"`) +
            line(`M${x} ${y} l10 -14`, accent, 4)
          )
        })
      : rect(
          { x: 452, y: 388, w: 32, h: 24, r: 4 },
          '#ffffff',
          `stroke="${marks}" stroke-width="2"`,
        ),
    line('M400 400 L352 342', marks, 11),
    line('M400 400 L460 318', marks, 7),
    line('M388 424 L424 300', accent, 3),
    circle(400, 400, 10, accent),
    path(
      'M286 352 A124 124 0 0 1 420 278 L330 502 A124 124 0 0 1 286 352 Z',
      'url(#shine)',
      'opacity=".45"',
    ),
  ].join('')
}

function glass(cx: number, cy: number, radius: number, { main, accent, ink }: Palette): string {
  return [
    circle(cx, cy + 6, radius, dark(ink, 0.2)),
    circle(cx, cy, radius, 'url(#k)'),
    circle(cx, cy, radius * 0.88, dark(main, 0.2)),
    circle(cx, cy, radius * 0.78, 'url(#k)'),
    circle(cx, cy, radius * 0.62, dark(ink, 0.3), `stroke="${light(ink, 0.25)}" stroke-width="4"`),
    circle(cx, cy, radius * 0.46, accent, 'opacity=".55"'),
    circle(cx, cy, radius * 0.3, ink),
    ellipse(
      cx - radius * 0.24,
      cy - radius * 0.26,
      radius * 0.17,
      radius * 0.11,
      '#ffffff',
      `opacity=".75" transform="rotate(-40 ${cx - radius * 0.24} ${cy - radius * 0.26})"`,
    ),
    circle(cx + radius * 0.2, cy + radius * 0.24, radius * 0.06, '#ffffff', 'opacity=".5"'),
  ].join('')
}

export function camera(palette: Palette, variant: number): string {
  const { main, accent, ink } = palette
  if (variant === 2) {
    return [
      path(
        'M200 330 C200 250 240 210 310 200 L490 200 C560 210 600 250 600 330 L620 560 C622 610 600 630 560 630 L240 630 C200 630 178 610 180 560 Z',
        'url(#m)',
      ),
      rect({ x: 192, y: 520, w: 416, h: 70, r: 12 }, 'url(#k)'),
      rect({ x: 230, y: 546, w: 340, h: 14, r: 7 }, dark(ink, 0.3)),
      times(4, (i) =>
        rect(
          { x: 372 + i * 14, y: 470, w: 14, h: 50 },
          [accent, light(accent, 0.4), main, dark(accent, 0.3)][i] ?? accent,
        ),
      ),
      glass(400, 380, 104, palette),
      rect({ x: 250, y: 236, w: 84, h: 54, r: 12 }, 'url(#k)'),
      rect({ x: 470, y: 232, w: 92, h: 62, r: 14 }, light(accent, 0.6)),
      circle(254, 450, 24, 'url(#a)'),
    ].join('')
  }
  return [
    line('M172 330 C100 200 240 120 330 190', dark(main, 0.4), 14),
    rect({ x: 330, y: 222, w: 140, h: 76, r: 16 }, 'url(#m)'),
    rect({ x: 356, y: 240, w: 88, h: 42, r: 8 }, 'url(#k)'),
    rect({ x: 204, y: 252, w: 72, h: 40, r: 8 }, 'url(#a)'),
    rect({ x: 520, y: 258, w: 92, h: 34, r: 10 }, dark(main, 0.25)),
    rect({ x: 150, y: 282, w: 500, h: 348, r: 34 }, 'url(#m)'),
    rect({ x: 150, y: 366, w: 500, h: 190 }, variant === 1 ? 'url(#a)' : 'url(#k)'),
    times(40, (i) =>
      circle(
        170 + (i % 20) * 24,
        390 + Math.floor(i / 20) * 140,
        2.5,
        light(ink, 0.4),
        'opacity=".5"',
      ),
    ),
    glass(400, 462, 146, palette),
    rect({ x: 560, y: 310, w: 60, h: 34, r: 8 }, light(accent, 0.6)),
    rect({ x: 186, y: 312, w: 84, h: 12, r: 6 }, dark(main, 0.4)),
    circle(600, 590, 10, accent),
  ].join('')
}

export function lens(palette: Palette, variant: number): string {
  const { main, accent } = palette
  return [
    path('M250 470 L550 470 L534 640 L266 640 Z', 'url(#k)'),
    rect({ x: 232, y: 520, w: 336, h: 44, r: 8 }, 'url(#m)'),
    times(24, (i) => line(`M${246 + i * 13.5} 526 l0 32`, dark(main, 0.35), 3)),
    rect({ x: 252, y: 590, w: 296, h: 10 }, accent),
    glass(400, 330, 186, palette),
    times(variant % 2 === 0 ? 9 : 13, (i) =>
      rect(
        { x: 396, y: 152, w: 8, h: 12, r: 3 },
        light(main, 0.6),
        `transform="rotate(${-60 + i * 14} 400 330)"`,
      ),
    ),
  ].join('')
}
