import { Keyboard } from 'lucide-react'
import { Switch } from 'radix-ui'
import { useId, useState } from 'react'
import { Dialog } from '../../../components/dialog.tsx'
import { IconButton } from '../../../components/icon-button.tsx'
import { useShortcutSwitch } from './shortcut-switch.ts'
import { SHORTCUTS } from './shortcuts.ts'
import { useShortcut } from './use-shortcut.ts'

/** The list of keys, behind a button and behind "?". */
export function ShortcutHelp() {
  const [open, setOpen] = useState(false)
  const { on, set } = useShortcutSwitch()
  const switchId = useId()
  useShortcut('?', () => setOpen(true))
  return (
    <>
      <IconButton
        icon={Keyboard}
        label="Keyboard shortcuts"
        onClick={() => setOpen(true)}
        className="max-lg:hidden"
      />
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Keyboard shortcuts"
        description="They rest while you type."
      >
        <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
          {SHORTCUTS.map(({ key, does }) => (
            <div key={key} className="contents">
              <dt>
                <kbd className="inline-flex min-h-8 min-w-8 items-center justify-center rounded-md border border-line-strong px-2 font-sans text-sm font-bold whitespace-nowrap">
                  {key}
                </kbd>
              </dt>
              <dd className="text-ink-soft">{does}</dd>
            </div>
          ))}
        </dl>
        <div className="mt-6 flex items-center justify-between gap-4 border-t border-line pt-4">
          <label htmlFor={switchId} className="font-semibold">
            Single keys act
          </label>
          <Switch.Root
            id={switchId}
            checked={on}
            onCheckedChange={set}
            className="h-7 w-12 rounded-full border border-line-strong bg-sunken p-0.5 transition-colors data-[state=checked]:border-act data-[state=checked]:bg-act"
          >
            <Switch.Thumb className="block size-5.5 rounded-full bg-ink transition-transform data-[state=checked]:translate-x-5 data-[state=checked]:bg-act-ink" />
          </Switch.Root>
        </div>
      </Dialog>
    </>
  )
}
