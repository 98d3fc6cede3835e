import type { DrawCheck, DrawVerdict } from '../../../lib/giveaway/verify.ts'
import { DRAW_CHECKS } from '../../../lib/giveaway/verify.ts'
import type { Step, StepState } from '../auction/verify-steps.ts'

/** How far a check has come: the record is on its way, it has a verdict, or it could not be downloaded. */
export type DrawState =
  | { phase: 'checking' }
  | { phase: 'done'; verdict: DrawVerdict; record: unknown }
  | { phase: 'failed'; error: unknown }

const TITLES: Record<DrawCheck, string> = {
  record: 'Download the entries',
  commitment: 'The seed was fixed before anybody entered',
  entries: 'Every entry is in its place',
  witness: 'It is the giveaway that you saw',
  draw: 'The winner follows from both',
}

const TEXTS: Record<DrawCheck, string> = {
  record: 'The whole public record, as any visitor gets it.',
  commitment: 'Its hash is the one that was published at the opening.',
  entries: 'None was added, taken away or moved: each is sealed together with the one before.',
  witness: 'The same hash as this page was shown, and your own entry if you entered.',
  draw: 'Your browser has drawn again and got the same entry.',
}

/** The steps of the check as a person reads them. */
export function drawSteps(state: DrawState): Step[] {
  const failedAt = state.phase === 'done' && state.verdict.fault ? state.verdict.fault.check : null
  const broken = failedAt === null ? -1 : DRAW_CHECKS.indexOf(failedAt)
  return DRAW_CHECKS.map((check, index) => ({
    title: TITLES[check],
    text:
      index === broken && state.phase === 'done'
        ? (state.verdict.fault?.message ?? '')
        : TEXTS[check],
    state: stepState(state, index, broken),
  }))
}

function stepState(state: DrawState, index: number, broken: number): StepState {
  if (state.phase === 'checking') return index === 0 ? 'working' : 'waiting'
  if (state.phase === 'failed') return index === 0 ? 'bad' : 'stopped'
  if (broken === -1 || index < broken) return 'good'
  return index === broken ? 'bad' : 'stopped'
}
