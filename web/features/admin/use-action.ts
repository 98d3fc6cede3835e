import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { toAppError } from '../../lib/errors.ts'
import { adminKey } from './admin-keys.ts'

/** One step of an operator: says what became of it, and has everything on the page looked at anew. */
export function useAction<Input, Output>(
  act: (input: Input) => Promise<Output>,
  saysDone: (output: Output) => string,
) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: (output) => {
      toast.success(saysDone(output))
    },
    onError: (error) => {
      const { text } = toAppError(error)
      toast.error(text.title, { description: `${text.meaning} ${text.action}` })
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: adminKey }),
  })
}
