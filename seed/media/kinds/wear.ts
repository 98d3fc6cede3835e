/** Things to wear: sneaker, jacket, bag, ring. Each fills the 800 x 800 stage and stands on y = 630. */
import type { Palette } from '../palette.ts'
import { around, circle, dark, ellipse, group, light, line, path, rect, times } from '../svg.ts'

export function sneaker({ main, accent, ink }: Palette, variant: number): string {
  const upper =
    'M150 560 C140 500 150 430 190 400 C215 385 235 410 262 412 C300 414 322 372 356 336 C380 312 410 318 428 342 C468 396 530 446 612 466 C668 480 690 512 684 562 Z'
  const toe = 'M560 452 C640 468 692 492 684 562 L540 562 C520 530 530 480 560 452 Z'
  const heel =
    'M150 560 C140 500 150 430 190 400 C205 391 222 402 238 408 C222 450 226 510 240 560 Z'
  const stripes = [
    path('M262 556 C330 548 400 500 452 424 L476 446 C430 520 372 560 330 560 Z', 'url(#a)'),
    times(3, (i) =>
      path(
        `M${322 + i * 46} 560 L${372 + i * 42} ${452 + i * 12} l26 8 L${352 + i * 46} 560 Z`,
        'url(#a)',
      ),
    ),
    circle(330, 500, 42, 'url(#a)') + circle(330, 500, 20, main),
  ]
  return [
    path(
      'M132 572 C128 556 140 548 156 548 L684 548 C706 552 706 590 690 612 C684 624 668 630 650 630 L176 630 C148 630 136 604 132 572 Z',
      light(main, 0.75),
    ),
    path(
      'M136 598 L700 598 C694 620 680 630 650 630 L176 630 C154 630 142 618 136 598 Z',
      'url(#k)',
    ),
    times(11, (i) => line(`M${190 + i * 44} 606 l-8 18`, light(ink, 0.35), 4)),
    path(upper, 'url(#m)'),
    path(toe, dark(main, 0.14), 'opacity=".75"'),
    path(heel, 'url(#a)'),
    stripes[variant % stripes.length] ?? '',
    path(
      'M262 412 C300 414 322 372 356 336 C372 320 392 318 408 325 C380 372 340 430 286 440 Z',
      dark(main, 0.35),
    ),
    times(5, (i) => line(`M${388 + i * 27} ${358 + i * 25} l-38 34`, light(main, 0.85), 11)),
    line('M200 440 C205 480 205 520 214 548', light(accent, 0.5), 4, 'stroke-dasharray="3 9"'),
    circle(600, 516, 4, dark(main, 0.4)) +
      circle(620, 522, 4, dark(main, 0.4)) +
      circle(640, 530, 4, dark(main, 0.4)),
  ].join('')
}

export function jacket({ main, accent, ink }: Palette, variant: number): string {
  const sleeve = 'M262 240 C206 262 176 330 160 440 L142 590 L226 604 L262 430 Z'
  return [
    group('', path(sleeve, 'url(#m)'), path('M142 572 L138 604 L226 618 L230 588 Z', 'url(#a)')),
    group(
      'translate(800 0) scale(-1 1)',
      path(sleeve, 'url(#m)'),
      path('M142 572 L138 604 L226 618 L230 588 Z', 'url(#a)'),
    ),
    path(
      'M262 240 C300 216 330 206 350 204 L400 250 L450 204 C470 206 500 216 538 240 L560 600 C520 618 280 618 240 600 Z',
      'url(#m)',
    ),
    path('M240 572 L560 572 L561 606 C520 622 280 622 239 606 Z', 'url(#a)'),
    path('M350 204 C366 176 434 176 450 204 L400 252 Z', dark(main, 0.45)),
    path(
      'M338 208 C330 190 360 168 400 168 C440 168 470 190 462 208 L450 204 C434 184 366 184 350 204 Z',
      'url(#a)',
    ),
    line('M400 252 L400 572', dark(main, 0.4), 5),
    times(6, (i) => circle(400, 290 + i * 50, 8, light(accent, 0.4))),
    line('M300 470 l44 40 M500 470 l-44 40', dark(main, 0.35), 6),
    variant % 2 === 0
      ? path('M300 300 l12 26 28 3 -21 19 6 28 -25 -14 -25 14 6 -28 -21 -19 28 -3 Z', 'url(#a)')
      : times(3, (i) => rect({ x: 284, y: 306 + i * 16, w: 70, h: 8, r: 4 }, 'url(#a)')),
    line('M400 150 C400 120 430 120 430 140', light(ink, 0.3), 6),
  ].join('')
}

export function bag({ main, accent }: Palette, variant: number): string {
  const tote = variant % 2 === 1
  const body = tote
    ? 'M210 330 L590 330 L626 612 C628 624 620 630 610 630 L190 630 C180 630 172 624 174 612 Z'
    : 'M190 380 C190 350 210 336 240 336 L560 336 C590 336 610 350 610 380 L634 590 C636 616 622 630 598 630 L202 630 C178 630 164 616 166 590 Z'
  return [
    line(
      tote ? 'M290 340 C290 150 510 150 510 340' : 'M300 350 C300 210 500 210 500 350',
      dark(main, 0.3),
      26,
    ),
    line(
      tote ? 'M290 340 C290 150 510 150 510 340' : 'M300 350 C300 210 500 210 500 350',
      main,
      14,
    ),
    path(body, 'url(#m)'),
    tote
      ? rect({ x: 300, y: 420, w: 200, h: 120, r: 8 }, light(main, 0.5)) +
        rect({ x: 330, y: 450, w: 140, h: 12, r: 6 }, 'url(#a)') +
        rect({ x: 350, y: 480, w: 100, h: 12, r: 6 }, 'url(#a)')
      : path(
          'M186 380 C188 350 210 336 240 336 L560 336 C590 336 612 350 614 380 L620 440 C560 510 240 510 180 440 Z',
          dark(main, 0.12),
        ) +
        line('M186 446 C250 508 550 508 614 446', light(main, 0.45), 3, 'stroke-dasharray="8 8"') +
        rect({ x: 366, y: 456, w: 68, h: 78, r: 12 }, 'url(#a)') +
        circle(400, 506, 12, dark(accent, 0.5)),
    times(2, (i) => circle(i === 0 ? 298 : 502, tote ? 352 : 356, 13, 'url(#a)')),
    line('M196 600 L604 600', light(main, 0.35), 3, 'stroke-dasharray="8 8"'),
  ].join('')
}

export function ring({ main, accent }: Palette, variant: number): string {
  const facets = variant % 2 === 0 ? 8 : 6
  const rim = times(facets, (i) => {
    const [x1, y1] = around(400, 250, 104, (360 / facets) * i)
    const [x2, y2] = around(400, 250, 104, (360 / facets) * (i + 1))
    return path(
      `M400 250 L${x1} ${y1} L${x2} ${y2} Z`,
      i % 2 === 0 ? light(accent, 0.45) : accent,
      `opacity="${0.75 + (i % 3) * 0.1}"`,
    )
  })
  const [crown, table] = [104, 52].map((radius) =>
    Array.from({ length: facets }, (_, i) =>
      around(400, 250, radius, (360 / facets) * i).join(' '),
    ).join(' L'),
  )
  return [
    `<circle cx="400" cy="470" r="150" fill="none" stroke="${dark(main, 0.35)}" stroke-width="40"/>`,
    `<circle cx="400" cy="466" r="150" fill="none" stroke="url(#m)" stroke-width="32"/>`,
    line('M276 400 C300 350 350 326 400 322', light(main, 0.8), 7, 'opacity=".8"'),
    path('M310 300 L348 348 L452 348 L490 300 Z', 'url(#m)'),
    path(`M${crown ?? ''} Z`, 'url(#a)'),
    rim,
    path(`M${table ?? ''} Z`, light(accent, 0.7), 'opacity=".85"'),
    path('M360 226 L400 206 L420 240 Z', '#ffffff', 'opacity=".8"'),
    ellipse(400, 634, 120, 8, 'url(#floor)'),
  ].join('')
}
