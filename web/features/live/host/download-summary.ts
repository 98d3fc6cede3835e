import type { ShowSummary } from './show-summary.ts'

/** Saves the summary's table as a file. The library for it is loaded when somebody asks. */
export async function downloadSummary(summary: ShowSummary): Promise<void> {
  const { summaryCsv } = await import('./summary-csv.ts')
  const url = URL.createObjectURL(new Blob([summaryCsv(summary)], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `show-${(summary.show.ended_at ?? summary.server_time).slice(0, 10)}.csv`
  link.click()
  URL.revokeObjectURL(url)
}
