import { describe, expect, it } from 'vitest'
import { AppError, DATABASE_ERROR_CODES, errorForCode, invalidField, toAppError } from './errors.ts'
import { unwrap } from './unwrap.ts'

describe('the registry', () => {
  it.each(DATABASE_ERROR_CODES)('says for %s what happened, what it means, what to do', (code) => {
    const { text } = errorForCode(code)
    for (const part of [text.title, text.meaning, text.action]) expect(part).toMatch(/\S.{5,}/)
    expect(`${text.title}${text.meaning}${text.action}`).not.toMatch(/undefined|NaN|null/)
  })

  it('has exactly the codes of the architecture', () => {
    expect([...DATABASE_ERROR_CODES].sort()).toEqual(
      [
        '42501 IDMPT INVAL KBANN LATEB LOWBD MFAAL MUTED NAUDI NFOLL NLIVE NOCRD NOFND NSEEN OWNLT PAUSD RTLIM SLOWM SOLDX STATE TOTAL UNVER WORDS XPOSE',
      ]
        .join(' ')
        .split(' '),
    )
  })

  it('puts the minimum into LOWBD', () => {
    expect(errorForCode('LOWBD', { min_cents: 2500 }).text.action).toContain('$25')
  })

  it('puts the smallest payment into TOTAL', () => {
    expect(errorForCode('TOTAL', { min_cents: 50 }).text.meaning).toContain('less than $0.50')
  })

  it.each([
    [800, '1 second'],
    [1000, '1 second'],
    [4200, '5 seconds'],
  ])('rounds RTLIM’s wait of %i ms up to %s', (retry_after_ms, said) => {
    expect(errorForCode('RTLIM', { retry_after_ms }).text.action).toContain(`Wait ${said} `)
  })

  it('names the field of INVAL as people would', () => {
    const error = errorForCode('INVAL', '{"field":"p_starting_price_cents"}')
    expect(error.text.action).toContain('“starting price”')
    expect(invalidField(error)).toBe('starting_price_cents')
  })

  it('has no field for other errors', () => {
    expect(invalidField(errorForCode('STATE', { field: 'x' }))).toBeNull()
  })
})

describe('toAppError', () => {
  it('reads PostgREST’s error with details as JSON text', () => {
    const error = toAppError({
      code: 'LOWBD',
      details: '{"min_cents":2500}',
      message: 'x',
      hint: '',
    })
    expect(error).toMatchObject({ code: 'LOWBD', details: { min_cents: 2500 } })
  })

  it('reads the body of an edge function', () => {
    const body = { error: { code: 'NOFND', message: 'x', details: { id: 1 }, request_id: 'r' } }
    expect(toAppError(body)).toMatchObject({ code: 'NOFND', details: { id: 1 } })
  })

  it('survives details that are no JSON object', () => {
    expect(toAppError({ code: 'STATE', details: '{broken' }).details).toEqual({})
    expect(toAppError({ code: 'STATE', details: 'Key (id) exists' }).details).toEqual({})
    expect(toAppError({ code: 'STATE', details: null }).details).toEqual({})
  })

  it.each([
    ['a failed fetch', new TypeError('Failed to fetch')],
    [
      'postgrest-js without an answer',
      { code: '', message: 'TypeError: x', details: '', hint: '' },
    ],
  ])('calls %s NETWORK', (_what, error) => {
    expect(toAppError(error).code).toBe('NETWORK')
  })

  it.each([['23505'], ['PGRST116'], ['toString']])(
    'calls the unregistered code %s UNKNOWN',
    (code) => {
      expect(toAppError({ code, message: 'duplicate key', details: '' }).code).toBe('UNKNOWN')
    },
  )

  it.each([[null], [undefined], ['text'], [new Error('bug')], [[]]])(
    'calls %j UNKNOWN',
    (thrown) => {
      expect(toAppError(thrown)).toMatchObject({ code: 'UNKNOWN', cause: thrown })
    },
  )

  it('leaves an AppError as it is', () => {
    const error = errorForCode('MUTED')
    expect(toAppError(error)).toBe(error)
  })
})

describe('unwrap', () => {
  it('returns the data', () => {
    expect(unwrap({ data: [1], error: null })).toEqual([1])
  })

  it('throws the error as an AppError', () => {
    expect(() => unwrap({ data: null, error: { code: 'NOFND', details: '' } })).toThrow(AppError)
  })
})
