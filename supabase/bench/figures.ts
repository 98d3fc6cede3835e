/** What a benchmark prints: a figure beside its target, always a ratio measured side by side in one run. */

export interface Figure {
  suite: string
  case: string
  /** Absolute value, for orientation only. */
  value: number
  unit: string
  /** Median over the rounds of (ours / baseline), and its range. */
  ratio: number
  range: [number, number]
  target: number
}

export const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const high = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2
}

/** Measures both sides in turn (A B, B A, …), so that a drift of the machine hits both. */
export async function compare(
  rounds: number,
  ours: () => Promise<number>,
  baseline: () => Promise<number>,
): Promise<{ ours: number; baseline: number; ratio: number; range: [number, number] }> {
  const pairs: { ours: number; baseline: number }[] = []
  for (let round = 0; round < rounds; round += 1) {
    const first = await (round % 2 === 0 ? ours() : baseline())
    const second = await (round % 2 === 0 ? baseline() : ours())
    pairs.push(
      round % 2 === 0 ? { ours: first, baseline: second } : { ours: second, baseline: first },
    )
  }
  const ratios = pairs.map((pair) => pair.ours / pair.baseline)
  return {
    ours: median(pairs.map((pair) => pair.ours)),
    baseline: median(pairs.map((pair) => pair.baseline)),
    ratio: median(ratios),
    range: [Math.min(...ratios), Math.max(...ratios)],
  }
}

export function tableOf(figures: Figure[]): string {
  const rows = figures.map((f) => [
    f.suite,
    f.case,
    `${Math.round(f.value)} ${f.unit}`,
    f.ratio.toFixed(2),
    `${f.range[0].toFixed(2)}–${f.range[1].toFixed(2)}`,
    `≥ ${f.target.toFixed(2)}`,
    f.ratio >= f.target ? 'yes' : 'NO',
  ])
  const head = ['suite', 'case', 'ours', 'ratio', 'range', 'target', 'reached']
  const lines = [head, head.map(() => '---'), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
