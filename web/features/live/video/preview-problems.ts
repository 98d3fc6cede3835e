import type { PreviewProblem } from './use-preview.ts'

/** Why there is no camera, and what to do. */
export const PREVIEW_PROBLEMS: Record<PreviewProblem, string> = {
  refused: 'The browser may not use your camera. Allow it in the address bar and try again.',
  missing: 'No camera or microphone was found. Connect one and try again.',
  'in use': 'Another program uses your camera. Close it and try again.',
  unknown: 'The camera could not be started. Try again.',
}
