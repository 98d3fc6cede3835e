/** What a page is asked to note about itself while it is used; runs inside the browser. */

export interface Noted {
  /** Largest Contentful Paint, milliseconds after the navigation; 0 before there is one. */
  lcp: number
  /** The longest event of each interaction (tap, key), milliseconds until the next paint; those under 16 are not told. */
  interactions: Record<string, number>
  /** Milliseconds between one frame and the next. */
  frames: number[]
  /** Every price that a frame has shown, in cents, oldest first. */
  prices: number[]
}

declare global {
  interface Window {
    noted: Noted
  }
}

/** For `addInitScript`: everything in one function, since it is sent as text. */
export function noteAll(): void {
  const noted: Noted = { lcp: 0, interactions: {}, frames: [], prices: [] }
  window.noted = noted

  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) noted.lcp = startTime
  }).observe({ type: 'largest-contentful-paint', buffered: true })

  const events: PerformanceObserverInit & { durationThreshold: number } = {
    type: 'event',
    buffered: true,
    durationThreshold: 16,
  }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const id: unknown = Reflect.get(entry, 'interactionId')
      if (typeof id !== 'number' || id === 0) continue
      noted.interactions[id] = Math.max(noted.interactions[id] ?? 0, entry.duration)
    }
  }).observe(events)

  function priceShown(): number | null {
    const spans = document.querySelectorAll('section[aria-label="Bidding"] span')
    for (const { textContent } of spans) {
      if (/^\$[\d,]+(\.\d\d)?$/.test(textContent)) {
        return Math.round(Number(textContent.replaceAll(/[$,]/g, '')) * 100)
      }
    }
    return null
  }

  // What is in the document when a frame begins is what that frame paints.
  let before = performance.now()
  function onFrame(now: number): void {
    noted.frames.push(now - before)
    before = now
    const price = priceShown()
    if (price !== null && noted.prices.at(-1) !== price) noted.prices.push(price)
    requestAnimationFrame(onFrame)
  }
  requestAnimationFrame(onFrame)
}
