import { cx } from '../../../lib/cx.ts'

interface PresetRowProps {
  legend: string
  choices: readonly { value: number; text: string }[]
  chosen: number
  onChoose: (value: number) => void
}

/** A row of values of which one is chosen, each a thumb wide. */
export function PresetRow({ legend, choices, chosen, onChoose }: PresetRowProps) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-semibold">{legend}</legend>
      <div className="flex flex-wrap gap-2">
        {choices.map(({ value, text }) => (
          <button
            key={value}
            type="button"
            aria-pressed={value === chosen}
            onClick={() => onChoose(value)}
            className={cx(
              'tabular min-h-11 min-w-14 flex-1 rounded-control border px-2 font-bold transition-colors',
              value === chosen
                ? 'border-act bg-act-soft text-act-text'
                : 'border-line-strong/60 hover:border-ink',
            )}
          >
            {text}
          </button>
        ))}
      </div>
    </fieldset>
  )
}
