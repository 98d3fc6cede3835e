/** Things that make sound or play: headphones, vinyl, guitar, console, robot. */
import type { Palette } from '../palette.ts'
import { around, circle, dark, group, light, line, path, rect, times } from '../svg.ts'

export function headphones({ main, accent, ink }: Palette, variant: number): string {
  const cup = [
    rect({ x: 176, y: 390, w: 104, h: 216, r: 52 }, 'url(#m)'),
    rect({ x: 256, y: 404, w: 54, h: 188, r: 27 }, 'url(#k)'),
    circle(222, 498, 34, 'url(#a)'),
    variant % 2 === 0
      ? circle(222, 498, 14, dark(accent, 0.4))
      : times(3, (i) => line(`M${204 + i * 18} 482 l0 32`, dark(accent, 0.4), 5)),
  ].join('')
  return [
    line('M226 420 C210 120 590 120 574 420', dark(main, 0.4), 40),
    line('M226 420 C210 120 590 120 574 420', main, 26),
    line('M290 236 C350 186 450 186 510 236', light(ink, 0.2), 34),
    cup,
    group('translate(800 0) scale(-1 1)', cup),
    line('M228 606 C228 690 330 650 360 640', ink, 7),
  ].join('')
}

export function vinyl({ main, accent, ink }: Palette, variant: number): string {
  const sleeve = [
    circle(330, 400, 90, 'url(#a)') +
      path(
        'M170 470 C240 420 300 520 360 460 C420 420 460 480 490 450 L490 560 L170 560 Z',
        dark(main, 0.35),
      ),
    times(5, (i) =>
      path(
        `M170 ${270 + i * 60} C260 ${230 + i * 60} 380 ${330 + i * 60} 490 ${270 + i * 60} l0 26 C380 ${356 + i * 60} 260 ${256 + i * 60} 170 ${296 + i * 60} Z`,
        i % 2 === 0 ? accent : light(main, 0.4),
      ),
    ),
    times(4, (i) =>
      rect(
        { x: 196 + i * 70, y: 440 - i * 46, w: 50, h: 120 + i * 46, r: 25 },
        i % 2 === 0 ? 'url(#a)' : dark(main, 0.3),
      ),
    ),
    path('M330 250 L450 520 L210 520 Z', 'url(#a)') + circle(330, 430, 50, dark(main, 0.4)),
  ]
  return [
    circle(490, 406, 206, dark(ink, 0.3)),
    circle(490, 400, 206, '#14151c'),
    times(
      9,
      (i) =>
        `<circle cx="490" cy="400" r="${198 - i * 14}" fill="none" stroke="#ffffff" stroke-width="1.5" opacity="${i % 3 === 0 ? 0.2 : 0.09}"/>`,
    ),
    path(
      'M490 400 L620 240 A206 206 0 0 1 672 302 Z M490 400 L360 560 A206 206 0 0 1 308 498 Z',
      '#ffffff',
      'opacity=".1"',
    ),
    circle(490, 400, 66, 'url(#a)') + circle(490, 400, 8, light(ink, 0.8)),
    rect({ x: 128, y: 198, w: 404, h: 412, r: 8 }, dark(ink, 0.2), 'opacity=".35"'),
    rect({ x: 122, y: 190, w: 404, h: 412, r: 6 }, 'url(#m)'),
    sleeve[variant % sleeve.length] ?? '',
    rect({ x: 150, y: 214, w: 190, h: 18, r: 4 }, light(main, 0.75)),
    rect({ x: 150, y: 242, w: 110, h: 10, r: 4 }, light(main, 0.6)),
    path('M122 190 L330 190 L160 602 L122 602 Z', 'url(#shine)', 'opacity=".35"'),
  ].join('')
}

export function guitar({ main, accent, ink }: Palette, variant: number): string {
  const bodyShape =
    variant % 2 === 0
      ? 'M330 400 C270 380 236 420 250 470 C220 490 200 540 214 590 C230 650 300 690 380 686 C470 690 560 650 580 590 C594 540 570 500 540 480 C560 430 520 380 462 404 C440 412 420 412 400 408 C370 404 350 408 330 400 Z'
      : 'M318 380 C280 330 250 380 262 440 C224 480 200 540 222 600 C244 650 320 684 400 684 C480 684 556 650 578 600 C600 540 560 480 530 450 C560 390 520 350 470 400 Z'
  return group(
    'rotate(28 400 400) translate(0 -28) scale(.98)',
    rect({ x: 382, y: 70, w: 36, h: 380, r: 6 }, 'url(#k)'),
    times(11, (i) => line(`M384 ${120 + i * 28} L416 ${120 + i * 28}`, light(ink, 0.5), 3)),
    path('M376 10 L424 20 L420 80 L380 80 Z', 'url(#m)'),
    times(6, (i) => circle(i < 3 ? 368 : 432, 24 + (i % 3) * 20, 8, 'url(#a)')),
    path(bodyShape, 'url(#m)'),
    path(
      'M400 430 C470 430 520 470 500 540 C480 600 430 560 400 560 Z',
      light(main, 0.75),
      'opacity=".9"',
    ),
    rect({ x: 352, y: 470, w: 96, h: 26, r: 8 }, 'url(#k)'),
    rect({ x: 352, y: 526, w: 96, h: 26, r: 8 }, 'url(#k)'),
    rect({ x: 348, y: 590, w: 104, h: 28, r: 6 }, 'url(#a)'),
    circle(510, 590, 14, accent) + circle(530, 556, 14, accent),
    times(6, (i) => line(`M${387 + i * 5.2} 60 L${384 + i * 6.4} 600`, light(accent, 0.7), 1.5)),
  )
}

export function gameConsole({ main, accent, ink }: Palette, variant: number): string {
  if (variant % 2 === 1) {
    return [
      path(
        'M150 420 C150 340 220 330 270 360 L530 360 C580 330 650 340 650 420 C690 560 660 640 610 620 C560 600 560 540 520 530 L280 530 C240 540 240 600 190 620 C140 640 110 560 150 420 Z',
        'url(#m)',
      ),
      path('M246 400 h34 v34 h34 v34 h-34 v34 h-34 v-34 h-34 v-34 h34 Z', 'url(#k)'),
      times(4, (i) =>
        circle(...around(538, 450, 42, i * 90), 22, i % 2 === 0 ? 'url(#a)' : light(accent, 0.4)),
      ),
      rect({ x: 352, y: 430, w: 36, h: 16, r: 8 }, dark(main, 0.4)) +
        rect({ x: 412, y: 430, w: 36, h: 16, r: 8 }, dark(main, 0.4)),
      circle(340, 520, 34, 'url(#k)') + circle(460, 520, 34, 'url(#k)'),
      line('M400 360 C400 280 470 300 470 230 C470 180 420 180 410 140', ink, 10),
    ].join('')
  }
  return [
    rect({ x: 258, y: 118, w: 284, h: 524, r: 36 }, dark(main, 0.35)),
    rect({ x: 252, y: 112, w: 284, h: 522, r: 34 }, 'url(#m)'),
    rect({ x: 280, y: 148, w: 228, h: 206, r: 18 }, 'url(#k)'),
    rect({ x: 312, y: 176, w: 164, h: 150, r: 6 }, light(accent, 0.55)),
    times(5, (i) =>
      rect(
        { x: 326 + i * 28, y: 290 - (i % 3) * 28, w: 22, h: 22 + (i % 3) * 28 },
        dark(accent, 0.35),
      ),
    ),
    circle(440, 204, 12, dark(accent, 0.2)),
    path(
      'M316 404 h36 v36 h36 v36 h-36 v36 h-36 v-36 h-36 v-36 h36 Z',
      'url(#k)',
      'transform="translate(12 -6)"',
    ),
    circle(484, 420, 28, 'url(#a)') + circle(424, 462, 28, 'url(#a)'),
    rect(
      { x: 330, y: 548, w: 54, h: 14, r: 7 },
      dark(main, 0.4),
      'transform="rotate(-24 357 555)"',
    ),
    rect(
      { x: 404, y: 548, w: 54, h: 14, r: 7 },
      dark(main, 0.4),
      'transform="rotate(-24 431 555)"',
    ),
    times(5, (i) => line(`M${456 + i * 14} ${604 - i * 2} l14 -30`, dark(main, 0.35), 5)),
    circle(294, 250, 5, accent),
  ].join('')
}

export function robot({ main, accent, ink }: Palette, variant: number): string {
  const arm = [
    rect({ x: 176, y: 350, w: 62, h: 150, r: 24 }, 'url(#a)'),
    circle(207, 520, 34, 'url(#m)'),
    circle(207, 524, 16, dark(main, 0.4)),
  ].join('')
  return [
    line('M400 190 L400 130', ink, 8) + circle(400, 122, 18, 'url(#a)'),
    arm,
    group('translate(800 0) scale(-1 1)', arm),
    rect({ x: 286, y: 540, w: 84, h: 96, r: 14 }, 'url(#k)') +
      rect({ x: 430, y: 540, w: 84, h: 96, r: 14 }, 'url(#k)'),
    rect({ x: 246, y: 336, w: 308, h: 232, r: 28 }, 'url(#m)'),
    rect({ x: 276, y: 180, w: 248, h: 168, r: 30 }, 'url(#m)'),
    rect({ x: 300, y: 212, w: 200, h: 92, r: 46 }, 'url(#k)'),
    variant % 2 === 0
      ? circle(350, 258, 24, light(accent, 0.4)) + circle(450, 258, 24, light(accent, 0.4))
      : rect({ x: 330, y: 244, w: 140, h: 28, r: 14 }, light(accent, 0.4)),
    rect({ x: 292, y: 380, w: 216, h: 120, r: 14 }, dark(main, 0.2)),
    circle(344, 440, 32, 'url(#a)') + line('M344 440 l14 -20', ink, 5),
    times(3, (i) =>
      rect({ x: 408, y: 408 + i * 26, w: 78, h: 12, r: 6 }, i === 1 ? accent : light(main, 0.5)),
    ),
    times(4, (i) => circle(i % 2 === 0 ? 266 : 534, i < 2 ? 358 : 546, 7, dark(main, 0.4))),
  ].join('')
}
