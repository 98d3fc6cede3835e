import { beforeEach, describe, expect, it, vi } from 'vitest'

/** Locks as a browser shares them between tabs: held until the tab that holds them is gone. */
const held = new Set<string>()
const locks = {
  async request(name: string, _options: object, use: (lock: object | null) => unknown) {
    if (held.has(name)) return use(null)
    held.add(name)
    return use({ name })
  },
}

/** The module as another tab, or the same one after a reload, loads it. */
async function openTab() {
  vi.resetModules()
  return import('./console-session.ts')
}

beforeEach(() => {
  held.clear()
  sessionStorage.clear()
  Object.defineProperty(navigator, 'locks', { value: locks, configurable: true })
})

describe('the name of a console', () => {
  it('survives a reload', async () => {
    const first = await (await openTab()).consoleSession()
    held.clear()
    expect(await (await openTab()).consoleSession()).toBe(first)
  })

  it('is another one in a duplicated tab, which gets a copy of the storage', async () => {
    const first = await (await openTab()).consoleSession()
    expect(await (await openTab()).consoleSession()).not.toBe(first)
  })

  it('is the same for whoever asks in a tab, and travels with its commands once known', async () => {
    const { asConsole, consoleSession } = await openTab()
    const call = { setHeader: vi.fn() }
    asConsole(call)
    expect(call.setHeader).not.toHaveBeenCalled()
    const name = await consoleSession()
    expect(await consoleSession()).toBe(name)
    asConsole(call)
    expect(call.setHeader).toHaveBeenCalledExactlyOnceWith('x-console-session', name)
  })

  it('is kept where there are no locks', async () => {
    Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true })
    const first = await (await openTab()).consoleSession()
    expect(await (await openTab()).consoleSession()).toBe(first)
  })
})
