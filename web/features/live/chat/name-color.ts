/** A steady hue for each name, so that voices can be told apart; the name itself says who it is. */
export function hueOf(name: string): number {
  let hash = 7
  for (const char of name) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 360
  return hash
}

export const nameColor = (name: string): string => `oklch(0.84 0.11 ${hueOf(name)})`
