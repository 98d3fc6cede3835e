/** The parts of pages that several journeys look at, found as a person finds them: by role and name. */
import { expect, type Locator, type Page } from '@playwright/test'
import { DEMO_PASSWORD, emailOf } from '../../../seed/personas.ts'

/** Signs in through the form and lands on `next`. */
export async function signIn(page: Page, name: string, next = '/'): Promise<void> {
  await page.goto(`/login?${new URLSearchParams({ next })}`)
  await page.getByLabel('E-mail').fill(emailOf(name))
  await page.getByLabel('Password', { exact: true }).fill(DEMO_PASSWORD)
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL(next)
}

export interface BidBar {
  region: Locator
  /** "Bid $24" */
  button: Locator
  timer: Locator
  /** Says the exact price, e.g. `$24`, and nothing older. */
  expectPrice(price: string): Promise<void>
  /** `leading`, `outbid`: the line above the button. */
  expectStanding(standing: 'leading' | 'outbid'): Promise<void>
  /** Waits until the button may be tapped, taps it. */
  bid(price: string): Promise<void>
  /** Seconds left as the timer tells ears. */
  secondsLeft(): Promise<number>
}

export function bidBar(page: Page): BidBar {
  const region = page.getByRole('region', { name: 'Bidding' })
  const button = region.getByRole('button', { name: /^Bid \$/ })
  const timer = region.getByRole('timer')
  return {
    region,
    button,
    timer,
    expectPrice: (price) => expect(region.getByText(price, { exact: true })).toBeVisible(),
    expectStanding: (standing) =>
      expect(
        region.getByText(standing === 'leading' ? /^You’re winning/ : /^Outbid/),
      ).toBeVisible(),
    async bid(price) {
      const named = region.getByRole('button', { name: `Bid ${price}`, exact: true })
      await expect(named).not.toHaveAttribute('aria-disabled', 'true')
      await named.click()
    },
    async secondsLeft() {
      const spoken = (await timer.getAttribute('aria-label')) ?? ''
      const part = (unit: string) => Number(new RegExp(`(\\d+) ${unit}`).exec(spoken)?.[1] ?? 0)
      return part('hour') * 3600 + part('minute') * 60 + part('second')
    },
  }
}

/** Nothing is fading or sliding in any more; what pulses for ever may. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(() => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
    return Promise.allSettled(ending.map(({ finished }) => finished))
  })
}
