import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type RestStack, startRestStack } from './test-stack.ts'

const ALICE = 'a11ce000-0000-4000-8000-000000000001'
let stack: RestStack
let user: ReturnType<RestStack['withToken']>

beforeAll(async () => {
  stack = await startRestStack()
  user = stack.withToken(await stack.sign({ sub: ALICE, role: 'authenticated' }))
})
afterAll(() => stack?.stop())

function post(name: string, body: string) {
  return fetch(`${stack.url}/rest/v1/rpc/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
}

describe('refusals', () => {
  it('names the missing function and the nearest one (PGRST202)', async () => {
    const { error, status } = await stack.anon.rpc('whoamy', { x: 1 })
    expect(status).toBe(404)
    expect(error).toMatchObject({
      code: 'PGRST202',
      message: 'Could not find the function public.whoamy(x) in the schema cache',
      hint: 'Perhaps you meant to call the function public.whoami',
    })
  })

  it('names the arguments of the function that is there (PGRST202)', async () => {
    const { error } = await stack.anon.rpc('add', { p_b: 1, p_aa: 1 })
    expect(error).toMatchObject({
      code: 'PGRST202',
      message: 'Could not find the function public.add(p_aa, p_b) in the schema cache',
      hint: 'Perhaps you meant to call the function public.add(p_a, p_b)',
    })
  })

  it('refuses to guess between overloads (PGRST203)', async () => {
    const { error, status } = await stack.anon.rpc('overloaded', { p_x: 1 })
    expect([error?.code, status]).toEqual(['PGRST203', 300])
    expect((await stack.anon.rpc('overloaded', { p_x: 1, p_y: 1 })).data).toBe('two')
  })

  it('knows only exposed schemas (PGRST106, PGRST202)', async () => {
    const { error, status } = await stack.anon.schema('private').rpc('secret')
    expect([error?.code, status]).toEqual(['PGRST106', 406])
    for (const name of ['private.secret', 'pg_sleep', 'secret', 'set_config']) {
      expect((await stack.anon.rpc(name)).error?.code).toBe('PGRST202')
    }
  })

  it('refuses a function without a grant (42501): 401 for anon, 403 signed in', async () => {
    const asAnon = await stack.anon.rpc('privileged')
    expect([asAnon.error?.code, asAnon.status]).toEqual(['42501', 401])
    const asUser = await user.rpc('privileged')
    expect([asUser.error?.code, asUser.status]).toEqual(['42501', 403])
    expect((await stack.service.rpc('privileged')).data).toBe(1)
  })

  it.each([
    ['P0001', 400],
    ['LOWBD', 400],
    ['P0002', 500],
    ['23514', 400],
    ['23505', 409],
    ['40001', 500],
    ['57014', 500],
    ['42501', 401],
    ['22023', 400],
    ['0A000', 400],
    ['55P03', 500],
    ['53300', 503],
    ['28000', 403],
    ['PT409', 409],
    ['PT999', 500],
    ['XX000', 500],
  ])('raise %s answers %i with message, details and hint', async (code, status) => {
    const { error, status: actual } = await stack.anon.rpc('fail', { p_code: code })
    expect(actual).toBe(status)
    expect(error).toMatchObject({
      code,
      message: `message ${code}`,
      details: 'the detail',
      hint: 'the hint',
    })
  })

  it("raise sqlstate 'PGRST' writes the whole response", async () => {
    const response = await post('fail_pgrst', '{}')
    expect(response.status).toBe(422)
    expect(response.headers.get('x-reason')).toBe('price')
    expect(await response.json()).toEqual({
      code: 'TOOLOW',
      message: 'too low',
      details: 'min 5',
      hint: 'bid more',
    })
  })

  it('reports a constraint that fails only at commit (23503)', async () => {
    const { error, status } = await stack.anon.rpc('break_later')
    expect([error?.code, status]).toEqual(['23503', 409])
    expect(await stack.sql`select count(*)::int as rows from public.deferred`).toEqual([
      { rows: 0 },
    ])
  })

  it('stops anon after the 3 s of its role, and any role after the limit of a function (57014)', async () => {
    const [slow, hurried] = await Promise.all([
      stack.anon.rpc('sleep', { p_seconds: 20 }),
      stack.service.rpc('hurried'),
    ])
    expect([slow.error?.code, slow.status]).toEqual(['57014', 500])
    expect([hurried.error?.code, hurried.status]).toEqual(['57014', 500])
  })

  it('goes on working on connections where calls failed', async () => {
    await Promise.all(Array.from({ length: 30 }, () => stack.anon.rpc('fail', { p_code: 'LOWBD' })))
    const all = await Promise.all(
      Array.from({ length: 30 }, () => stack.anon.rpc('add', { p_a: 1 })),
    )
    expect(all.map(({ data }) => data)).toEqual(Array.from({ length: 30 }, () => 11))
  })
})

describe('a database that goes away', () => {
  const endAll = () => stack.sql`
    select pg_terminate_backend(pid) from pg_stat_activity where usename = 'authenticator'`

  /** Starts a call that takes long and resolves, while it runs, to its backend and its answer to be. */
  async function slowCall() {
    // A query starts only when somebody asks for its result.
    const answer = stack.service.rpc('sleep', { p_seconds: 20 }).then((result) => result)
    const pid = await vi.waitFor(async () => {
      const [row] = await stack.sql`
        select pid from pg_stat_activity
        where usename = 'authenticator' and state = 'active' and query like '%sleep%'`
      if (row === undefined) throw new Error('the call is not running yet')
      return Number(row.pid)
    }, 10_000)
    return { answer, pid }
  }

  async function expectRecovery(): Promise<void> {
    await vi.waitFor(async () => {
      expect((await stack.anon.rpc('add', { p_a: 1 })).data).toBe(11)
      expect((await stack.anon.from('lots').select('id')).error).toBeNull()
    }, 20_000)
  }

  it('answers 503 to the call that was cut off (57P01) and works again, also after a reload', async () => {
    const { answer } = await slowCall()
    await endAll()
    const { error, status } = await answer
    expect([error?.code, status]).toEqual(['57P01', 503])
    await expectRecovery()
    await stack.sql.unsafe(`
      create function public.after_the_cut() returns int language sql as 'select 9';
      grant execute on function public.after_the_cut() to anon`)
    await vi.waitFor(async () => {
      await stack.sql.unsafe(`notify pgrst, 'reload schema'`)
      expect((await stack.anon.rpc('after_the_cut')).data).toBe(9)
    }, 20_000)
  })

  it('survives a crash of the server: 503 (PGRST001), then it works again', async () => {
    // lite reports on the console that it could not read the catalogue just then.
    const silent = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const { answer, pid } = await slowCall()
    process.kill(pid, 'SIGKILL')
    const { error, status } = await answer
    expect([error?.code, status]).toEqual(['PGRST001', 503])
    await expectRecovery()
    silent.mockRestore()
  })
})
