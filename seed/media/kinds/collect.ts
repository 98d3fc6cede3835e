/** Things to collect: card, sealed box, coin, comic, book, print. */
import type { Palette } from '../palette.ts'
import { around, circle, dark, ellipse, group, light, line, path, rect, times } from '../svg.ts'

function cardFace({ main, accent, ink, backdrop }: Palette, variant: number): string {
  const art = [
    circle(400, 350, 70, 'url(#a)') +
      path('M268 470 L352 356 L410 430 L452 384 L532 470 Z', dark(main, 0.35)) +
      path('M268 470 L330 420 L400 470 Z', dark(main, 0.5)),
    path(
      'M400 246 L424 320 L500 320 L438 364 L462 438 L400 392 L338 438 L362 364 L300 320 L376 320 Z',
      'url(#a)',
    ) + circle(400, 350, 34, light(accent, 0.6)),
    path(
      'M400 262 C440 262 458 296 452 330 C500 352 516 410 520 470 L280 470 C284 410 300 352 348 330 C342 296 360 262 400 262 Z',
      dark(main, 0.25),
    ) + rect({ x: 352, y: 420, w: 96, h: 50, r: 6 }, 'url(#a)'),
    path(
      'M310 440 C290 350 350 270 430 262 C400 300 420 320 470 316 C520 330 520 420 470 448 C430 470 350 472 310 440 Z',
      'url(#a)',
    ) + circle(452, 350, 12, ink),
  ]
  return [
    rect({ x: 236, y: 170, w: 328, h: 460, r: 22 }, light(main, 0.85)),
    rect({ x: 250, y: 184, w: 300, h: 432, r: 14 }, 'url(#m)'),
    rect({ x: 268, y: 232, w: 264, h: 238, r: 8 }, light(backdrop[1], 0.35)),
    art[variant % art.length] ?? '',
    rect({ x: 268, y: 198, w: 150, h: 20, r: 10 }, light(main, 0.75)),
    circle(516, 208, 14, 'url(#a)'),
    times(3, (i) =>
      rect(
        { x: 268, y: 492 + i * 26, w: 264 - i * 62, h: 12, r: 6 },
        light(main, 0.7),
        `opacity="${0.9 - i * 0.2}"`,
      ),
    ),
    circle(510, 580, 20, 'url(#a)'),
    path(
      'M236 192 C236 178 246 170 258 170 L420 170 L250 630 C242 628 236 620 236 608 Z',
      'url(#shine)',
      'opacity=".45"',
    ),
  ].join('')
}

export function card(palette: Palette, variant: number): string {
  const { main, accent } = palette
  const back = [
    rect({ x: 236, y: 170, w: 328, h: 460, r: 22 }, dark(main, 0.35)),
    rect({ x: 258, y: 192, w: 284, h: 416, r: 14 }, 'none', `stroke="${accent}" stroke-width="6"`),
  ].join('')
  const graded = variant >= 4
  return [
    graded ? '' : group('rotate(-13 400 640)', back),
    group('rotate(6 400 640)', graded ? '' : cardFace(palette, variant)),
    graded
      ? [
          rect({ x: 206, y: 96, w: 388, h: 548, r: 24 }, '#ffffff', 'opacity=".5"'),
          rect(
            { x: 206, y: 96, w: 388, h: 548, r: 24 },
            'none',
            'stroke="#fff" stroke-width="6" opacity=".85"',
          ),
          rect({ x: 228, y: 114, w: 344, h: 62, r: 8 }, light(accent, 0.75)),
          rect({ x: 244, y: 130, w: 170, h: 12, r: 6 }, dark(main, 0.3)),
          rect({ x: 244, y: 150, w: 110, h: 10, r: 5 }, dark(main, 0.1)),
          rect({ x: 506, y: 122, w: 54, h: 46, r: 8 }, 'url(#m)'),
          group('translate(20 32) scale(.95)', cardFace(palette, variant)),
        ].join('')
      : '',
  ].join('')
}

export function box({ main, accent }: Palette, variant: number): string {
  return [
    path('M170 300 L430 340 L430 640 L170 590 Z', 'url(#m)'),
    path('M430 340 L640 290 L640 580 L430 640 Z', dark(main, 0.3)),
    path('M170 300 L390 254 L640 290 L430 340 Z', light(main, 0.3)),
    path('M196 372 L404 406 L404 560 L196 522 Z', 'url(#a)'),
    variant % 2 === 0
      ? path(
          'M300 400 L322 452 L372 462 L332 494 L340 546 L300 514 L258 532 L270 482 L236 446 L286 444 Z',
          dark(main, 0.3),
        )
      : circle(300, 466, 56, dark(main, 0.3)) + circle(300, 466, 30, light(accent, 0.5)),
    path('M196 330 L320 350 L320 366 L196 346 Z', light(main, 0.7)),
    path('M460 420 L612 382 L612 402 L460 440 Z', light(main, 0.5), 'opacity=".7"'),
    path('M460 460 L560 435 L560 455 L460 480 Z', light(main, 0.5), 'opacity=".5"'),
    path('M170 300 L300 320 L220 600 L170 590 Z', 'url(#shine)', 'opacity=".5"'),
    circle(566, 530, 34, 'url(#a)', 'transform="skewY(-13) translate(0 130)"'),
  ].join('')
}

function coinFace(
  { main }: Palette,
  cx: number,
  cy: number,
  radius: number,
  variant: number,
): string {
  const marks = [
    path(
      `M${cx} ${cy - radius * 0.52} L${cx + radius * 0.15} ${cy - radius * 0.16} L${cx + radius * 0.52} ${cy - radius * 0.14} L${cx + radius * 0.22} ${cy + radius * 0.1} L${cx + radius * 0.34} ${cy + radius * 0.48} L${cx} ${cy + radius * 0.26} L${cx - radius * 0.34} ${cy + radius * 0.48} L${cx - radius * 0.22} ${cy + radius * 0.1} L${cx - radius * 0.52} ${cy - radius * 0.14} L${cx - radius * 0.15} ${cy - radius * 0.16} Z`,
      dark(main, 0.22),
    ),
    path(
      `M${cx - radius * 0.1} ${cy - radius * 0.5} c${radius * 0.42} ${-radius * 0.1} ${radius * 0.56} ${radius * 0.3} ${radius * 0.4} ${radius * 0.44} l${radius * 0.12} ${radius * 0.2} l${-radius * 0.14} ${radius * 0.04} l${-radius * 0.02} ${radius * 0.18} l${-radius * 0.24} ${radius * 0.02} l${radius * 0.04} ${radius * 0.2} l${-radius * 0.62} 0 c${radius * 0.12} ${-radius * 0.3} ${-radius * 0.34} ${-radius * 0.4} ${-radius * 0.16} ${-radius * 0.8} Z`,
      dark(main, 0.22),
    ),
  ]
  return [
    circle(cx, cy + 8, radius, dark(main, 0.45)),
    circle(cx, cy, radius, 'url(#m)'),
    times(60, (i) => {
      const [x1, y1] = around(cx, cy, radius, i * 6)
      const [x2, y2] = around(cx, cy, radius * 0.94, i * 6)
      return line(`M${x1} ${y1} L${x2} ${y2}`, dark(main, 0.3), 3)
    }),
    circle(cx, cy, radius * 0.84, 'none', `stroke="${light(main, 0.5)}" stroke-width="6"`),
    times(24, (i) =>
      circle(...around(cx, cy, radius * 0.74, i * 15), radius * 0.018, light(main, 0.55)),
    ),
    marks[variant % marks.length] ?? '',
    path(
      `M${cx - radius * 0.7} ${cy - radius * 0.5} A${radius * 0.86} ${radius * 0.86} 0 0 1 ${cx + radius * 0.1} ${cy - radius * 0.85} L${cx - radius * 0.5} ${cy + radius * 0.7} A${radius * 0.86} ${radius * 0.86} 0 0 1 ${cx - radius * 0.7} ${cy - radius * 0.5} Z`,
      'url(#shine)',
      'opacity=".4"',
    ),
  ].join('')
}

export function coin(palette: Palette, variant: number): string {
  return coinFace(palette, 520, 300, 140, variant + 1) + coinFace(palette, 350, 420, 205, variant)
}

export function comic({ main, accent, ink }: Palette, variant: number): string {
  const burst = Array.from({ length: 24 }, (_, i) =>
    around(400, 430, i % 2 === 0 ? 150 : 104, i * 15).join(' '),
  ).join(' L')
  const hero = [
    path(
      'M400 340 C436 340 446 380 436 404 L490 440 L520 560 L280 560 L310 440 L364 404 C354 380 364 340 400 340 Z',
      dark(main, 0.5),
    ) + path('M310 440 L250 600 L330 560 Z', 'url(#a)'),
    path('M430 330 L330 460 L396 460 L360 560 L480 418 L412 418 Z', ink),
    circle(400, 440, 70, dark(main, 0.45)) +
      ellipse(376, 432, 17, 24, light(accent, 0.7)) +
      ellipse(426, 432, 17, 24, light(accent, 0.7)),
  ]
  return [
    group('rotate(-9 400 640)', rect({ x: 222, y: 140, w: 356, h: 494, r: 6 }, light(ink, 0.7))),
    group('rotate(-4 400 640)', rect({ x: 222, y: 140, w: 356, h: 494, r: 6 }, light(main, 0.8))),
    group(
      'rotate(3 400 640)',
      rect({ x: 222, y: 140, w: 356, h: 494, r: 6 }, 'url(#m)'),
      times(54, (i) =>
        circle(
          248 + (i % 9) * 38,
          300 + Math.floor(i / 9) * 58,
          11 - Math.floor(i / 9) * 1.3,
          light(main, 0.4),
          'opacity=".6"',
        ),
      ),
      path(`M${burst} Z`, 'url(#a)'),
      hero[variant % hero.length] ?? '',
      rect({ x: 244, y: 160, w: 312, h: 96, r: 6 }, light(accent, 0.7)),
      rect({ x: 262, y: 178, w: 210, h: 34, r: 4 }, ink),
      rect({ x: 262, y: 222, w: 150, h: 16, r: 4 }, main),
      rect({ x: 494, y: 176, w: 46, h: 62, r: 4 }, 'url(#m)'),
      path('M222 140 L400 140 L250 634 L222 634 Z', 'url(#shine)', 'opacity=".35"'),
    ),
  ].join('')
}

export function book({ main, accent, ink }: Palette, variant: number): string {
  const motif = [
    circle(420, 340, 62, 'url(#a)') +
      line(
        'M346 430 C390 396 450 464 494 430 M346 456 C390 422 450 490 494 456',
        light(main, 0.6),
        6,
      ),
    path('M420 270 C470 330 470 390 420 440 C370 390 370 330 420 270 Z', 'url(#a)') +
      line('M420 300 L420 490', light(main, 0.6), 6),
    times(4, (i) =>
      rect(
        { x: 350 + i * 38, y: 300 + (i % 2) * 40, w: 24, h: 160 - (i % 2) * 40, r: 4 },
        'url(#a)',
      ),
    ),
  ]
  return [
    path('M250 600 L580 600 L596 636 L262 636 C240 636 236 604 250 600 Z', light(ink, 0.85)),
    times(4, (i) => line(`M262 ${608 + i * 7} L588 ${608 + i * 7}`, light(ink, 0.55), 1.5)),
    rect({ x: 240, y: 150, w: 344, h: 462, r: 12 }, 'url(#m)'),
    rect({ x: 240, y: 150, w: 52, h: 486, r: 12 }, dark(main, 0.3)),
    rect({ x: 316, y: 190, w: 232, h: 384, r: 4 }, 'none', `stroke="${accent}" stroke-width="4"`),
    motif[variant % motif.length] ?? '',
    rect({ x: 352, y: 214, w: 140, h: 14, r: 7 }, light(main, 0.7)),
    rect({ x: 372, y: 536, w: 100, h: 10, r: 5 }, light(main, 0.6)),
    path('M500 606 L500 660 L518 642 L536 660 L536 606 Z', 'url(#a)'),
    path('M292 150 L430 150 L310 612 L292 612 Z', 'url(#shine)', 'opacity=".35"'),
  ].join('')
}

export function print({ main, accent, ink, backdrop }: Palette, variant: number): string {
  const art = [
    circle(470, 280, 66, 'url(#a)') +
      path(
        'M252 500 C330 380 380 420 430 370 C480 330 520 400 548 380 L548 560 L252 560 Z',
        'url(#m)',
      ) +
      path('M252 540 C340 470 440 530 548 470 L548 560 L252 560 Z', dark(main, 0.35)),
    rect({ x: 290, y: 250, w: 110, h: 250, r: 55 }, 'url(#m)') +
      circle(450, 330, 70, 'url(#a)') +
      rect({ x: 380, y: 420, w: 130, h: 90, r: 8 }, dark(main, 0.4)),
    times(
      6,
      (i) =>
        `<circle cx="400" cy="400" r="${24 + i * 22}" fill="none" stroke="${i % 2 === 0 ? main : accent}" stroke-width="11"/>`,
    ),
  ]
  return [
    rect({ x: 206, y: 130, w: 388, h: 510, r: 6 }, 'url(#k)'),
    rect({ x: 222, y: 146, w: 356, h: 478, r: 2 }, '#fffdf7'),
    rect({ x: 252, y: 186, w: 296, h: 374 }, light(backdrop[0], 0.4)),
    art[variant % art.length] ?? '',
    rect({ x: 252, y: 580, w: 80, h: 8, r: 4 }, light(ink, 0.4)),
    rect({ x: 500, y: 580, w: 48, h: 8, r: 4 }, light(ink, 0.4)),
    path('M222 146 L420 146 L260 624 L222 624 Z', 'url(#shine)', 'opacity=".4"'),
  ].join('')
}
