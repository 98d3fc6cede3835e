/** Things for the home: vase, bowl, lamp. */
import type { Palette } from '../palette.ts'
import { circle, dark, ellipse, light, line, path, rect, times } from '../svg.ts'

export function vase({ main, accent, ink }: Palette, variant: number): string {
  const shapes = [
    {
      body: 'M350 190 C352 250 300 280 260 350 C210 440 240 580 310 632 L490 632 C560 580 590 440 540 350 C500 280 448 250 450 190 Z',
      glaze:
        'M306 290 C350 250 352 250 350 190 L450 190 C448 250 452 252 494 290 C520 318 536 336 548 366 C530 430 500 380 480 420 C462 460 440 400 410 410 C380 420 370 480 340 440 C318 410 290 440 252 366 C266 336 284 312 306 290 Z',
      rim: [400, 190, 50, 13],
    },
    {
      body: 'M330 150 L470 150 C462 220 500 260 508 330 C524 440 516 560 474 632 L326 632 C284 560 276 440 292 330 C300 260 338 220 330 150 Z',
      glaze:
        'M290 344 C300 262 338 222 330 150 L470 150 C462 222 500 262 510 344 C496 400 470 350 446 396 C424 440 396 360 372 400 C350 436 310 380 290 344 Z',
      rim: [400, 150, 70, 15],
    },
    {
      body: 'M290 300 C220 340 196 440 226 530 C244 590 290 632 340 632 L460 632 C510 632 556 590 574 530 C604 440 580 340 510 300 C470 280 330 280 290 300 Z',
      glaze:
        'M208 420 C222 350 250 318 290 300 C330 280 470 280 510 300 C550 318 580 350 592 420 C560 470 540 430 500 460 C460 500 440 440 400 462 C360 490 330 430 300 462 C260 490 230 450 208 420 Z',
      rim: [400, 294, 110, 18],
    },
  ] as const
  const { body, glaze, rim } = shapes[variant % shapes.length] ?? shapes[0]
  const [x, y, rx, ry] = rim
  return [
    path(body, 'url(#m)'),
    path(glaze, 'url(#a)'),
    ellipse(x, y, rx, ry, dark(ink, 0.1)),
    `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="none" stroke="${light(accent, 0.4)}" stroke-width="6"/>`,
    times(14, (i) =>
      circle(
        280 + ((i * 83) % 240),
        470 + ((i * 47) % 140),
        3 + (i % 3),
        dark(main, 0.35),
        'opacity=".45"',
      ),
    ),
    path(
      'M296 380 C276 440 284 520 316 580',
      'none',
      'stroke="#fff" stroke-width="16" stroke-linecap="round" opacity=".35"',
    ),
  ].join('')
}

export function bowl({ main, accent, ink }: Palette, variant: number): string {
  const mug = variant % 2 === 1
  return mug
    ? [
        line('M540 330 C660 320 660 520 528 520', dark(main, 0.2), 38),
        path(
          'M250 270 L550 270 L536 580 C534 614 510 632 480 632 L320 632 C290 632 266 614 264 580 Z',
          'url(#m)',
        ),
        path(
          'M250 270 L550 270 L546 366 C510 420 480 350 440 400 C410 440 390 370 350 404 C310 440 280 380 254 370 Z',
          'url(#a)',
        ),
        ellipse(400, 270, 150, 30, dark(ink, 0.1)),
        `<ellipse cx="400" cy="270" rx="150" ry="30" fill="none" stroke="${light(accent, 0.4)}" stroke-width="7"/>`,
        line('M290 420 L300 570', '#ffffff', 14, 'opacity=".35"'),
      ].join('')
    : [
        path('M170 380 C180 520 280 610 340 620 L460 620 C520 610 620 520 630 380 Z', 'url(#m)'),
        path(
          'M170 380 L630 380 C626 430 610 470 590 500 C550 520 530 450 480 480 C430 520 410 450 360 480 C310 510 260 470 216 510 C190 470 174 430 170 380 Z',
          'url(#a)',
        ),
        rect({ x: 330, y: 612, w: 140, h: 22, r: 8 }, dark(main, 0.35)),
        ellipse(400, 380, 230, 50, dark(accent, 0.45)),
        ellipse(400, 392, 196, 34, dark(accent, 0.25)),
        `<ellipse cx="400" cy="380" rx="230" ry="50" fill="none" stroke="${light(main, 0.6)}" stroke-width="8"/>`,
        line('M222 450 C240 510 270 550 300 576', '#ffffff', 12, 'opacity=".35"'),
      ].join('')
}

export function lamp({ main, accent, ink }: Palette, variant: number): string {
  const mushroom = variant % 2 === 0
  return [
    ellipse(400, 470, 280, 150, 'url(#glow)', 'opacity=".9"'),
    ellipse(400, 622, 130, 18, dark(ink, 0.1)),
    path('M290 606 C330 590 470 590 510 606 L516 628 L284 628 Z', 'url(#k)'),
    mushroom
      ? path(
          'M372 400 L428 400 C430 500 456 560 480 606 L320 606 C344 560 370 500 372 400 Z',
          'url(#m)',
        )
      : line('M400 600 L400 420', dark(main, 0.2), 18),
    path(
      mushroom
        ? 'M180 400 C186 250 290 180 400 180 C510 180 614 250 620 400 C560 430 240 430 180 400 Z'
        : 'M300 170 L500 170 L590 420 L210 420 Z',
      'url(#a)',
    ),
    mushroom
      ? ellipse(400, 404, 218, 28, light(accent, 0.75))
      : times(7, (i) =>
          line(`M${328 + i * 24} 178 L${254 + i * 49} 412`, dark(accent, 0.2), 3, 'opacity=".5"'),
        ) + rect({ x: 206, y: 408, w: 388, h: 16, r: 8 }, dark(accent, 0.25)),
    mushroom
      ? path(
          'M240 330 C260 250 320 216 380 208',
          'none',
          'stroke="#fff" stroke-width="16" stroke-linecap="round" opacity=".5"',
        )
      : '',
    circle(430, 560, 8, accent),
  ].join('')
}
