import { Tabs as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'

export interface TabItem<Value extends string> {
  value: Value
  label: string
  /** Shown beside the label. */
  count?: number
  content: ReactNode
}

interface TabsProps<Value extends string> {
  /** What the tabs choose between, for ears. */
  label: string
  items: readonly TabItem<Value>[]
  value: Value
  onValueChange: (value: Value) => void
}

export function Tabs<Value extends string>({
  label,
  items,
  value,
  onValueChange,
}: TabsProps<Value>) {
  return (
    <Primitive.Root
      value={value}
      onValueChange={(next) => {
        const chosen = items.find((item) => item.value === next)
        if (chosen !== undefined) onValueChange(chosen.value)
      }}
    >
      <Primitive.List
        aria-label={label}
        className="-mx-4 flex gap-1 overflow-x-auto border-b border-line px-4 [scrollbar-width:none] md:mx-0 md:px-0"
      >
        {items.map((item) => (
          <Primitive.Trigger
            key={item.value}
            value={item.value}
            className="-mb-px inline-flex min-h-11 shrink-0 items-center gap-2 border-b-2 border-transparent px-3 font-semibold text-ink-muted -outline-offset-2 hover:text-ink data-[state=active]:border-act data-[state=active]:text-ink"
          >
            {item.label}
            {item.count !== undefined && (
              <span className="tabular rounded-full bg-ink/8 px-2 py-0.5 text-xs">
                {item.count}
              </span>
            )}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {items.map((item) => (
        <Primitive.Content key={item.value} value={item.value} className="pt-6 outline-none">
          {item.content}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  )
}
