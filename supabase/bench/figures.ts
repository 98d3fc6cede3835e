/** What a benchmark prints: a figure beside its target. Machines are noisy, so most are ratios measured side by side in one run. */

/** At least for what should be much (rates), at most for what should be little (times). */
export type Target = { atLeast: number } | { atMost: number }

interface Measured {
  suite: string
  case: string
  /** Absolute: judged only by a limit, beside a ratio for orientation. */
  value: number
  unit: string
  target: Target
}

/** The median over the rounds of (ours / baseline) and its range are judged. */
export interface Ratio extends Measured {
  kind: 'ratio'
  ratio: number
  range: [number, number]
}

/** The value itself is judged; `range` is that of the rounds. */
export interface Limit extends Measured {
  kind: 'limit'
  range: [number, number]
}

export type Figure = Ratio | Limit

export function reached(figure: Figure): boolean {
  const judged = figure.kind === 'ratio' ? figure.ratio : figure.value
  return 'atLeast' in figure.target
    ? judged >= figure.target.atLeast
    : judged <= figure.target.atMost
}

/** One line of `--json`. */
export function lineOf(figure: Figure): string {
  const { suite, case: name, value, unit, range, target } = figure
  return JSON.stringify({
    suite,
    case: name,
    value,
    unit,
    ratio: figure.kind === 'ratio' ? figure.ratio : null,
    range,
    target: 'atLeast' in target ? target.atLeast : target.atMost,
    better: 'atLeast' in target ? 'more' : 'less',
    ok: reached(figure),
  })
}

/** The value below which the share `p` (0…1) of the values lies; NaN of none. */
export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const high = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2
}

export const rangeOf = (values: readonly number[]): [number, number] => [
  Math.min(...values),
  Math.max(...values),
]

export interface Comparison {
  ours: number
  baseline: number
  ratio: number
  range: [number, number]
}

/** Measures both sides in turn (A B, B A, …), so that a drift of the machine hits both. */
export async function compare(
  rounds: number,
  ours: () => Promise<number>,
  baseline: () => Promise<number>,
): Promise<Comparison> {
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
    range: rangeOf(ratios),
  }
}

const figureOf = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(2))

export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.suite,
    figure.case,
    `${figureOf(figure.value)} ${figure.unit}`,
    figure.kind === 'ratio' ? figure.ratio.toFixed(2) : '–',
    figure.range.map(figureOf).join('–'),
    'atLeast' in figure.target
      ? `≥ ${figureOf(figure.target.atLeast)}`
      : `≤ ${figureOf(figure.target.atMost)}`,
    reached(figure) ? 'yes' : 'NO',
  ])
  const head = ['suite', 'case', 'ours', 'ratio', 'range', 'target', 'reached']
  const lines = [head, head.map(() => '---'), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
