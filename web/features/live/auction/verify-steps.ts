import type { Rule } from '../../../lib/ledger/fault.ts'
import type { VerifyState } from './verify-run.ts'

export type StepState = 'waiting' | 'working' | 'good' | 'bad' | 'stopped'

export interface Step {
  title: string
  text: string
  state: StepState
}

const CHECKS = ['order', 'chain', 'rules', 'seal'] as const
type Check = (typeof CHECKS)[number]

/** The check that a fault belongs to. What is not listed is a rule of the auction. */
const CHECK_OF: Partial<Record<Rule, Check>> = {
  ...{ shape: 'order', auction: 'order', sequence: 'order' },
  ...{ chain: 'chain', seal: 'chain', head: 'seal' },
}

const TITLES: Record<Check, string> = {
  order: 'Complete and in order',
  chain: 'Sealed, and unchanged since',
  rules: 'By the rules',
  seal: 'The same as you were shown',
}

const TEXTS: Record<Check, string> = {
  order: 'No entry is missing, repeated or out of place.',
  chain:
    'Each entry is sealed together with the one before. Changing one would break all after it.',
  rules: 'Steps, times, the price and the winner follow from the bids.',
  seal: 'It carries the seal that this page was shown. Compare it with anybody else’s.',
}

/** The steps of a verification as a person reads them. */
export function stepsOf(state: VerifyState): Step[] {
  return [downloadStep(state), ...CHECKS.map((check) => checkStep(check, state))]
}

function downloadStep(state: VerifyState): Step {
  const title = 'Download the ledger'
  switch (state.phase) {
    case 'downloading':
      return { title, text: `${state.loaded} of ${state.total} entries`, state: 'working' }
    case 'checking':
      return { title, text: entries(state.total), state: 'good' }
    case 'failed':
      return { title, text: 'It could not be downloaded.', state: 'bad' }
    case 'good':
    case 'bad':
      return { title, text: entries(state.rows.length), state: 'good' }
  }
}

function checkStep(check: Check, state: VerifyState): Step {
  const stepState = checkState(check, state)
  const text = stepState === 'stopped' ? stoppedText(state) : textOf(check, state)
  return { title: TITLES[check], text, state: stepState }
}

function textOf(check: Check, state: VerifyState): string {
  if (check !== 'seal' || state.phase !== 'good' || state.seals < 2) return TEXTS[check]
  return `It carries all ${state.seals} seals that this page was shown. Compare them with anybody else’s.`
}

/** A check that did not reach the end claims nothing beyond what it has seen. */
function stoppedText(state: VerifyState): string {
  if (state.phase === 'good') return 'This page was shown no seal to compare with.'
  if (state.phase !== 'bad' || state.fault.seq === 1) return 'Not checked.'
  return `Good until entry ${state.fault.seq - 1}, not checked further.`
}

function checkState(check: Check, state: VerifyState): StepState {
  switch (state.phase) {
    case 'downloading':
      return 'waiting'
    case 'checking':
      return 'working'
    case 'good':
      return check === 'seal' && state.seals === 0 ? 'stopped' : 'good'
    case 'bad':
      return (CHECK_OF[state.fault.rule] ?? 'rules') === check ? 'bad' : 'stopped'
    case 'failed':
      return 'stopped'
  }
}

function entries(count: number): string {
  return count === 1 ? '1 entry' : `${count} entries`
}
