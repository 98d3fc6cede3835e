import type { ReactNode } from 'react'
import { cx } from '../../../lib/cx.ts'
import { countLabel } from './labels.ts'
import type { Count } from './search-shapes.ts'

interface ChoiceGroupProps {
  title: string
  children: ReactNode
}

export function ChoiceGroup({ title, children }: ChoiceGroupProps) {
  return (
    <fieldset className="border-t border-line py-5 first:border-t-0 first:pt-0">
      <legend className="float-left mb-2 w-full font-display font-bold">{title}</legend>
      <div className="clear-both flex flex-col">{children}</div>
    </fieldset>
  )
}

interface ChoiceProps {
  type: 'checkbox' | 'radio'
  /** Radios of one group share it. */
  name: string
  label: string
  checked: boolean
  onChoose: () => void
  /** How many this would find; left out while it is not known. */
  count?: Count | undefined
  nested?: boolean
}

/** One value of a facet: the platform's own control, its label and its count as one target. */
export function Choice({ type, name, label, checked, onChoose, count, nested }: ChoiceProps) {
  return (
    <label
      className={cx(
        '-mx-2 flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-2 text-[0.9375rem] hover:bg-ink/6 lg:min-h-9',
        nested === true && 'pl-7',
        checked && 'font-semibold',
      )}
    >
      <input
        type={type}
        name={name}
        checked={checked}
        onChange={onChoose}
        className="size-4.5 shrink-0 accent-ink"
      />
      <span className="min-w-0 flex-1">{label}</span>
      {count !== undefined && (
        <span className="tabular text-sm font-normal text-ink-muted">{countLabel(count)}</span>
      )}
    </label>
  )
}
