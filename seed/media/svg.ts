/** The few SVG words the drawings need. Numbers are rounded, so that the same input is the same file everywhere. */
export type Hex = `#${string}`

export const round = (value: number): number => Math.round(value * 10) / 10

function channels(color: Hex): [number, number, number] {
  const value = Number.parseInt(color.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

/** `share` 0 gives `from`, 1 gives `to`. */
export function mix(from: Hex, to: Hex, share: number): Hex {
  const a = channels(from)
  const b = channels(to)
  const part = (index: 0 | 1 | 2) =>
    Math.round(a[index] + (b[index] - a[index]) * share)
      .toString(16)
      .padStart(2, '0')
  return `#${part(0)}${part(1)}${part(2)}`
}

export const light = (color: Hex, share: number): Hex => mix(color, '#ffffff', share)
export const dark = (color: Hex, share: number): Hex => mix(color, '#0b0d14', share)

export function circle(cx: number, cy: number, radius: number, fill: string, extra = ''): string {
  return `<circle cx="${round(cx)}" cy="${round(cy)}" r="${round(radius)}" fill="${fill}"${pad(extra)}/>`
}

export function ellipse(cx: number, cy: number, rx: number, ry: number, fill: string, extra = '') {
  return `<ellipse cx="${round(cx)}" cy="${round(cy)}" rx="${round(rx)}" ry="${round(ry)}" fill="${fill}"${pad(extra)}/>`
}

export interface Box {
  x: number
  y: number
  w: number
  h: number
  r?: number
}

export function rect({ x, y, w, h, r = 0 }: Box, fill: string, extra = ''): string {
  const corner = r > 0 ? ` rx="${round(r)}"` : ''
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(w)}" height="${round(h)}"${corner} fill="${fill}"${pad(extra)}/>`
}

export function path(d: string, fill: string, extra = ''): string {
  return `<path d="${d}" fill="${fill}"${pad(extra)}/>`
}

export function line(d: string, stroke: string, width: number, extra = ''): string {
  return `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${round(width)}" stroke-linecap="round" stroke-linejoin="round"${pad(extra)}/>`
}

export function group(transform: string, ...children: string[]): string {
  return `<g transform="${transform}">${children.join('')}</g>`
}

export function times(count: number, draw: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => draw(index)).join('')
}

/** A point on a circle; degrees clockwise from twelve o'clock. */
export function around(cx: number, cy: number, radius: number, degrees: number): [number, number] {
  const angle = ((degrees - 90) * Math.PI) / 180
  return [round(cx + radius * Math.cos(angle)), round(cy + radius * Math.sin(angle))]
}

export interface Stop {
  at: number
  color: Hex
  opacity?: number
}

function stops(list: Stop[]): string {
  return list
    .map(({ at, color, opacity }) => {
      const see = opacity === undefined ? '' : ` stop-opacity="${opacity}"`
      return `<stop offset="${at}" stop-color="${color}"${see}/>`
    })
    .join('')
}

export function linear(id: string, list: Stop[], direction = 'x2="0" y2="1"'): string {
  return `<linearGradient id="${id}" ${direction}>${stops(list)}</linearGradient>`
}

export function radial(id: string, list: Stop[]): string {
  return `<radialGradient id="${id}">${stops(list)}</radialGradient>`
}

export function svg(width: number, height: number, defs: string, body: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><defs>${defs}</defs>${body}</svg>\n`
}

function pad(extra: string): string {
  return extra === '' ? '' : ` ${extra}`
}
