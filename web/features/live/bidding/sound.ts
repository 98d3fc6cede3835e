const SOUND_KEY = 'blytz.sound'
let audio: AudioContext | null = null

/** What plays the tones. Silent until the page has been tapped. */
export function audioContext(): AudioContext {
  audio ??= new AudioContext()
  return audio
}

export function soundIsOn(): boolean {
  return localStorage.getItem(SOUND_KEY) === 'on'
}

export function setSound(on: boolean): void {
  localStorage.setItem(SOUND_KEY, on ? 'on' : 'off')
  // A browser lets a page make sound only from within a tap: this is the tap.
  if (on) audioContext()
}
