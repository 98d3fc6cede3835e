/** Suite `catalog`: search, home, a category and a show over a large catalogue, as visitors ask for them. */

import {
  categoryPage,
  deeperPages,
  firstPages,
  homePage,
  plainSearchPage,
  plainShow,
  showPage,
} from './catalog-statements.ts'
import { compare, type Figure, median, quantile, rangeOf, type Target } from './figures.ts'
import { latencies, type Statement } from './latency.ts'
import { type BenchServer, startBenchServer } from './server.ts'
import type { Settings } from './settings.ts'

const CONNECTIONS = 2
const CALLS = 60
const P95: Target = { atMost: 50 }
const TWICE: Target = { atMost: 2 }
/** As PostgREST enters a request of somebody who is not signed in. */
const AS_VISITOR = `set role anon; select set_config('request.jwt.claims', '{"role":"anon"}', false)`

type Statements = (n: number) => Statement

interface Page {
  name: string
  ours: Statements
  /** The same page read by one indexed SELECT without row level security, where there is such a one. */
  plain?: Statements
}

async function measure(server: BenchServer, settings: Settings, page: Page): Promise<Figure[]> {
  const p95: number[] = []
  const sample = (statement: Statements, prepare?: string) =>
    latencies({
      databaseUrl: server.url,
      connections: CONNECTIONS,
      calls: CALLS,
      statement,
      ...(prepare === undefined ? {} : { prepare }),
    })
  const ours = async () => {
    const taken = await sample(page.ours, AS_VISITOR)
    p95.push(quantile(taken, 0.95))
    return median(taken)
  }
  const { plain } = page
  const figures: Figure[] = []
  if (plain === undefined) {
    for (let round = 0; round < settings.rounds; round += 1) await ours()
  } else {
    const result = await compare(settings.rounds, ours, async () => median(await sample(plain)))
    figures.push({
      kind: 'ratio',
      suite: 'catalog',
      case: `${page.name}, median time beside a plain SELECT`,
      value: result.ours,
      unit: 'ms',
      ratio: result.ratio,
      range: result.range,
      target: TWICE,
    })
  }
  figures.push({
    kind: 'limit',
    suite: 'catalog',
    case: `${page.name}, p95`,
    value: median(p95),
    unit: 'ms',
    range: rangeOf(p95),
    target: P95,
  })
  return figures
}

export async function benchCatalog(settings: Settings): Promise<Figure[]> {
  const server = await startBenchServer('people.sql', 'catalog.sql')
  try {
    await server.admin.unsafe(`call bench.catalog(${settings.catalog})`)
    await server.admin`vacuum analyze`
    const deeper = await deeperPages(server.admin)
    const pages: Page[] = [
      { name: 'search with words and facets', ours: firstPages },
      { name: 'search, next page', ours: deeper.ours, plain: plainSearchPage(deeper.keys) },
      { name: 'home', ours: homePage, plain: homePage },
      { name: 'category', ours: categoryPage, plain: categoryPage },
      { name: 'show of 50 lots', ours: showPage, plain: plainShow },
    ]
    const figures: Figure[] = []
    for (const page of pages) figures.push(...(await measure(server, settings, page)))
    return figures
  } finally {
    await server.stop()
  }
}
