import { Copy } from 'lucide-react'
import { toast } from 'sonner'
import { IconButton } from '../../../components/icon-button.tsx'

/** The last entry's hash: whoever keeps it can tell any other history from this one. */
export function VerifySeal({ head, entry }: { head: string; entry: number }) {
  const copy = () =>
    navigator.clipboard.writeText(head).then(
      () => toast.success('Seal copied'),
      () => toast.error('Your browser does not let us copy. Select the seal instead.'),
    )
  return (
    <div className="mt-3 flex items-center gap-2 rounded-control border border-line bg-surface py-2 pr-2 pl-3.5">
      <div className="min-w-0 flex-1">
        <p className="text-xs font-semibold text-ink-muted">Seal of entry {entry}</p>
        <p className="mt-1 font-mono text-xs leading-relaxed break-all select-all">{head}</p>
      </div>
      <IconButton icon={Copy} label="Copy the seal" onClick={copy} />
    </div>
  )
}
