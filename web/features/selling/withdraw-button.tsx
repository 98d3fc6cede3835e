import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNotice } from '../../components/error-state.tsx'
import { studioKey } from './studio-keys.ts'

interface WithdrawButtonProps {
  userId: string
  /** What is withdrawn, by name. */
  title: string
  /** What it means for the others. */
  consequence: string
  label: string
  withdraw: () => Promise<void>
}

/** A step that cannot be undone: asks once, then does it. */
export function WithdrawButton({
  userId,
  title,
  consequence,
  label,
  withdraw,
}: WithdrawButtonProps) {
  const [open, setOpen] = useState(false)
  const queryClient = useQueryClient()
  const mutation = useMutation({
    mutationFn: withdraw,
    onSuccess: async () => {
      setOpen(false)
      toast.success(`“${title}” is withdrawn`)
      await queryClient.invalidateQueries({ queryKey: studioKey(userId) })
    },
  })
  return (
    <>
      <Button size="sm" variant="ghost" onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={`${label}?`} description={`“${title}”`}>
        <p>{consequence}</p>
        {mutation.error !== null && (
          <div className="mt-4">
            <ErrorNotice error={mutation.error} />
          </div>
        )}
        <div className="mt-6 flex flex-wrap justify-end gap-3">
          <Button variant="ghost" onClick={() => setOpen(false)}>
            Keep it
          </Button>
          <Button variant="danger" busy={mutation.isPending} onClick={() => mutation.mutate()}>
            {label}
          </Button>
        </div>
      </Dialog>
    </>
  )
}
