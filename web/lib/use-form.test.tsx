import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import * as z from 'zod/mini'
import { errorForCode } from './errors.ts'
import { textField } from './form-fields.ts'
import { renderAt } from './testing/render-at.tsx'
import { useForm } from './use-form.ts'

const schema = z.object({ first: textField({ min: 1, max: 9, what: 'First' }), second: z.string() })

function Form({ submit }: { submit: (values: z.infer<typeof schema>) => Promise<void> }) {
  const form = useForm(schema, submit)
  return (
    <form noValidate onSubmit={form.onSubmit}>
      <input aria-label="first" name="first" aria-invalid={form.errors.first !== undefined} />
      <p>{form.errors.first}</p>
      <input aria-label="second" name="second" aria-invalid={form.errors.second !== undefined} />
      <p>{form.errors.second}</p>
      <p>{form.failure === null ? 'no failure' : String(form.failure)}</p>
      <button type="submit" disabled={form.busy}>
        Send
      </button>
    </form>
  )
}

const send = () => userEvent.click(screen.getByRole('button', { name: 'Send' }))

it('complains at the field, goes there, and sends nothing', async () => {
  const submit = vi.fn()
  renderAt('/', <Form submit={submit} />)
  await send()
  expect(screen.getByText('First is needed.')).toBeDefined()
  expect(document.activeElement).toBe(screen.getByLabelText('first'))
  expect(submit).not.toHaveBeenCalled()
})

it('sends the parsed values once, however often the button is pressed', async () => {
  const gate = Promise.withResolvers<void>()
  const submit = vi.fn(() => gate.promise)
  renderAt('/', <Form submit={submit} />)
  await userEvent.type(screen.getByLabelText('first'), ' a ')
  await send()
  await send()
  expect(submit).toHaveBeenCalledExactlyOnceWith({ first: 'a', second: '' })
  gate.resolve()
  await vi.waitFor(() => {
    expect(screen.getByRole('button').hasAttribute('disabled')).toBe(false)
  })
})

it('puts the database’s INVAL at the field it names', async () => {
  renderAt(
    '/',
    <Form submit={() => Promise.reject(errorForCode('INVAL', { field: 'p_second' }))} />,
  )
  await userEvent.type(screen.getByLabelText('first'), 'a')
  await send()
  expect(await screen.findByText(/not accepted here/)).toBeDefined()
  expect(document.activeElement).toBe(screen.getByLabelText('second'))
  expect(screen.getByText('no failure')).toBeDefined()
})

it('keeps an INVAL of a field that the form does not have as its failure', async () => {
  renderAt('/', <Form submit={() => Promise.reject(errorForCode('INVAL', { field: 'p_other' }))} />)
  await userEvent.type(screen.getByLabelText('first'), 'a')
  await send()
  expect(await screen.findByText(/INVAL/)).toBeDefined()
})

it('keeps any other error as its failure, and forgets it on the next attempt', async () => {
  const submit = vi.fn<() => Promise<void>>().mockRejectedValueOnce(new TypeError('offline'))
  submit.mockResolvedValueOnce()
  renderAt('/', <Form submit={submit} />)
  await userEvent.type(screen.getByLabelText('first'), 'a')
  await send()
  expect(await screen.findByText(/NETWORK/)).toBeDefined()
  await send()
  expect(await screen.findByText('no failure')).toBeDefined()
})
