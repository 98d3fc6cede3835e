import * as z from 'zod/mini'
import { Field } from '../../../components/field.tsx'
import { Select } from '../../../components/input.tsx'

export const secondsField = z.pipe(
  z.string(),
  z.transform((text) => Number.parseInt(text, 10)),
)

interface SecondsFieldProps {
  label: string
  choices: readonly number[]
  initial: number
  error?: string | undefined
}

/** How long something runs, from a few choices. */
export function SecondsField({ label, choices, initial, error }: SecondsFieldProps) {
  return (
    <Field label={label} error={error}>
      {(control) => (
        <Select {...control} name="seconds" defaultValue={String(initial)}>
          {choices.map((seconds) => (
            <option key={seconds} value={seconds}>
              {seconds < 120 ? `${seconds} seconds` : `${seconds / 60} minutes`}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
