import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import {
  checkboxField,
  emailField,
  localTimeField,
  moneyField,
  newPasswordField,
  optionalMoneyField,
  textField,
  usernameField,
} from './form-fields.ts'

const complaint = (schema: z.ZodMiniType, value: unknown) => {
  const parsed = z.safeParse(schema, value)
  return parsed.success ? null : parsed.error.issues[0]?.message
}

describe('form fields', () => {
  it('trims e-mail addresses and refuses what is none', () => {
    expect(z.parse(emailField, ' a@b.co ')).toBe('a@b.co')
    expect(complaint(emailField, 'a@b')).toContain('name@example.com')
  })

  it('wants ten characters of a new password, and no more than bcrypt reads', () => {
    expect(complaint(newPasswordField, '123456789')).toBe('Use at least 10 characters.')
    expect(complaint(newPasswordField, '1234567890')).toBeNull()
    expect(complaint(newPasswordField, 'x'.repeat(73))).toBe('Use at most 72 characters.')
  })

  it('takes usernames as the database does', () => {
    expect(z.parse(usernameField, ' Ada_1 ')).toBe('ada_1')
    for (const bad of ['ab', 'with space', 'ä_umlaut', 'x'.repeat(25)]) {
      expect(complaint(usernameField, bad)).not.toBeNull()
    }
  })

  it('names the text that is missing or too long', () => {
    expect(complaint(textField({ min: 1, max: 5, what: 'A name' }), '  ')).toBe('A name is needed.')
    expect(complaint(textField({ min: 3, max: 5, what: 'A name' }), 'ab')).toBe(
      'A name needs at least 3 characters.',
    )
    expect(complaint(textField({ max: 5, what: 'A name' }), 'abcdef')).toBe(
      'A name has at most 5 characters.',
    )
  })

  it('turns money into cents, and an empty optional amount into null', () => {
    expect(z.parse(moneyField, '24.50')).toBe(2450)
    expect(complaint(moneyField, '')).toContain('Enter an amount')
    expect(z.parse(optionalMoneyField, ' ')).toBeNull()
    expect(z.parse(optionalMoneyField, '3')).toBe(300)
    expect(complaint(optionalMoneyField, 'x')).toContain('Enter an amount')
  })

  it('turns local time into UTC', () => {
    const local = '2026-11-23T18:30'
    expect(z.parse(localTimeField, local)).toBe(new Date(local).toISOString())
    expect(complaint(localTimeField, '')).toBe('Choose a day and a time.')
  })

  it('reads a checkbox by its presence', () => {
    const schema = z.object({ box: checkboxField })
    expect(z.parse(schema, { box: 'on' })).toEqual({ box: true })
    expect(z.parse(schema, {})).toEqual({ box: false })
  })
})
