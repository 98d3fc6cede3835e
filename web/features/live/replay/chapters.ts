/** Time in a recording: where a lot is, and which one is on. */
import type { Chapter, Recording } from './show-replay.ts'

/** `4:05`, `1:02:09`. */
export function formatPosition(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  const end = two(seconds % 60)
  return hours === 0 ? `${minutes}:${end}` : `${hours}:${two(minutes)}:${end}`
}

/** The lot that is on at a position: the last one that opened before it; null before the first. */
export function chapterAt(chapters: readonly Chapter[], ms: number): Chapter | null {
  return chapters.findLast(({ offset_ms }) => offset_ms <= ms) ?? null
}

/** What to show first: the longest recording that can be watched, else whatever there is. */
export function chooseRecording(recordings: readonly Recording[]): Recording | null {
  const ready = recordings.filter(({ status }) => status === 'ready')
  const longest = ready.toSorted((a, b) => (b.duration_ms ?? 0) - (a.duration_ms ?? 0))
  return longest[0] ?? recordings.at(-1) ?? null
}

/**
 * The lots as a WebVTT chapters track, which players and screen readers offer as a list. Titles are other people's text:
 * what WebVTT would read as markup or as a new cue is taken out.
 */
export function chaptersTrack({ chapters, duration_ms: durationMs }: Recording): string {
  const at = (ms: number) => new Date(ms).toISOString().slice(11, 23)
  const plain = (text: string) => text.replace(/[\r\n]+/g, ' ').replace(/-->|[<>&]/g, ' ')
  const cues = chapters.map(({ offset_ms, lot_number, title }, index) => {
    const end = Math.max(offset_ms + 1, chapters[index + 1]?.offset_ms ?? durationMs ?? offset_ms)
    return `${at(offset_ms)} --> ${at(end)}\nLot ${lot_number}: ${plain(title)}`
  })
  return ['WEBVTT', ...cues].join('\n\n')
}
