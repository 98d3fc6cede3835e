import type { Moment } from './moments.ts'
import { audioContext, soundIsOn } from './sound.ts'

/** What a moment feels like: vibration pattern in ms. */
const VIBRATION: Partial<Record<Moment, number[]>> = {
  leading: [30],
  outbid: [60, 60, 60],
  extended: [20],
  won: [40, 40, 40, 40, 160],
  lost: [120],
}

/** What it sounds like: frequency in Hz and length in ms of each tone. */
const TONES: Partial<Record<Moment, readonly (readonly [number, number])[]>> = {
  leading: [[660, 90]],
  outbid: [
    [440, 110],
    [330, 150],
  ],
  extended: [[550, 60]],
  won: [
    [523, 110],
    [659, 110],
    [784, 240],
  ],
  lost: [[262, 260]],
}

/** Lets a moment be felt, and heard when sound is on. Devices that can do neither stay quiet. */
export function giveFeedback(moment: Moment): void {
  const pattern = VIBRATION[moment]
  if (pattern !== undefined && mayVibrate()) navigator.vibrate(pattern)
  const tones = TONES[moment]
  if (tones !== undefined && soundIsOn()) play(tones)
}

/** A page may vibrate only after its first tap; trying earlier is an error in the console. */
function mayVibrate(): boolean {
  return 'vibrate' in navigator && navigator.userActivation.hasBeenActive
}

function play(tones: readonly (readonly [number, number])[]): void {
  const audio = audioContext()
  let at = audio.currentTime
  for (const [frequency, ms] of tones) {
    const oscillator = audio.createOscillator()
    const gain = audio.createGain()
    oscillator.frequency.value = frequency
    gain.gain.setValueAtTime(0.08, at)
    gain.gain.exponentialRampToValueAtTime(0.0001, at + ms / 1000)
    oscillator.connect(gain).connect(audio.destination)
    oscillator.start(at)
    oscillator.stop(at + ms / 1000)
    at += ms / 1000
  }
}
