import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  eventAt,
  lieAt,
  priced,
  soldLedger,
  unsoldLedger,
} from '../../../lib/ledger/samples/sealed.ts'
import { sampleLot, sampleYou } from '../state/samples.ts'
import type { Lot } from '../state/shapes.ts'
import { VerifyButton } from './verify-button.tsx'
import { downloadLedger } from './verify-download.ts'

vi.mock('./verify-download.ts', () => ({ downloadLedger: vi.fn() }))
const download = vi.mocked(downloadLedger)

// The dialog is loaded when it is first wanted; here it is wanted always.
beforeAll(() => import('./verify-dialog.tsx'))
beforeEach(() => {
  download.mockReset()
  download.mockResolvedValue([...soldLedger])
})
afterEach(cleanup)

const last = eventAt(soldLedger, soldLedger.length)

function lotAt(seq: number, change: Partial<Lot> = {}): Lot {
  const { auction_id: id, hash: head } = eventAt(soldLedger, seq)
  return sampleLot({ id, version: seq, head, ...change })
}

const open = () => fireEvent.click(screen.getByRole('button', { name: 'Verify this auction' }))

async function verify(lot: Lot = lotAt(last.seq)) {
  const view = render(<VerifyButton lot={lot} />)
  open()
  await screen.findByRole('button', { name: 'Check again' })
  return view
}

/** `Checked`, `Failed`, … of the step with this title. */
function markOf(title: string): string {
  const step = screen.getAllByRole('listitem').find((item) => item.textContent?.includes(title))
  if (step === undefined) throw new Error(`no step "${title}"`)
  return /^(Checked|Failed|Not finished|Not yet|Working):/.exec(step.textContent ?? '')?.[1] ?? ''
}

const outcome = () => screen.getByRole('status').textContent

describe('verifying an auction', () => {
  it('begins when the dialog opens, checks every step and shows price, bids and seal', async () => {
    await verify()
    expect(outcome()).toContain('Everything checks out')
    expect(outcome()).toContain(`12 bids, sold to bidder ${last.leader} for $202.50.`)
    expect(outcome()).toContain(last.hash)
    for (const title of [
      'Download',
      'Complete',
      'Sealed',
      'By the rules',
      'The same as you were shown',
    ]) {
      expect(markOf(title)).toBe('Checked')
    }
  })

  it('tells the winner that it is them', async () => {
    await verify(lotAt(last.seq, { you: sampleYou({ alias: last.leader ?? '' }) }))
    expect(outcome()).toContain('sold to you')
  })

  it('shows how far the download is, and what waits for it', async () => {
    download.mockImplementation((_id, { onProgress }) => {
      onProgress(7)
      return new Promise(() => undefined)
    })
    render(<VerifyButton lot={lotAt(last.seq)} />)
    open()
    expect(await screen.findByText('7 of 19 entries')).toBeDefined()
    expect([markOf('Download'), markOf('Complete')]).toEqual(['Working', 'Not yet'])
    expect(screen.queryByRole('button', { name: /Export/ })).toBeNull()
  })

  it('names the entry and the field of a change, and claims nothing about the rest', async () => {
    download.mockResolvedValue(
      soldLedger.map((row) => (row.seq === 7 ? { ...row, ...priced(4200) } : row)),
    )
    await verify()
    expect(outcome()).toContain('Entry 7 does not hold')
    expect(outcome()).toContain('changed after it was sealed')
    expect(
      within(screen.getByRole('status')).getAllByText('price_cents')[0]?.textContent,
    ).toContain('(the fault)')
    expect(markOf('Sealed')).toBe('Failed')
    expect([markOf('Complete'), markOf('By the rules')]).toEqual(['Not finished', 'Not finished'])
    expect(screen.getAllByText('Good until entry 6, not checked further.')).toHaveLength(3)
  })

  it('names a field that is missing', async () => {
    download.mockResolvedValue(soldLedger.map(({ leader: _leader, ...row }) => row))
    await verify()
    expect(outcome()).toContain('Entry 1 does not hold')
    expect(outcome()).toContain('leader (the fault)missing')
    expect(markOf('Complete')).toBe('Failed')
  })

  it('finds a broken rule in an intact chain', async () => {
    download.mockResolvedValue(lieAt(soldLedger, 4, priced(1050)))
    await verify(lotAt(1))
    expect(outcome()).toContain('Entry 4 does not hold')
    expect(markOf('By the rules')).toBe('Failed')
  })

  it('does not take the ledger of another auction', async () => {
    download.mockResolvedValue([...unsoldLedger])
    await verify(lotAt(3, { head: null }))
    expect(outcome()).toContain('another auction')
  })
})

describe('the seals that the page was shown', () => {
  it('must all be in the ledger, also those of long ago', async () => {
    const { rerender } = render(<VerifyButton lot={lotAt(3, { head: 'f'.repeat(64) })} />)
    rerender(<VerifyButton lot={lotAt(last.seq)} />)
    open()
    await screen.findByRole('button', { name: 'Check again' })
    expect(outcome()).toContain('Entry 3 does not hold')
    expect(markOf('The same as you were shown')).toBe('Failed')
  })

  it('are counted when they are', async () => {
    const { rerender } = render(<VerifyButton lot={lotAt(3)} />)
    for (const seq of [5, 9, last.seq]) rerender(<VerifyButton lot={lotAt(seq)} />)
    open()
    expect(await screen.findByText(/carries all 4 seals/)).toBeDefined()
  })

  it('tell when the ledger ends too early', async () => {
    download.mockResolvedValue(soldLedger.slice(0, 14))
    await verify()
    expect(outcome()).toContain('Event 19 was published')
  })

  it('are not claimed to match when none was shown', async () => {
    await verify(lotAt(last.seq, { head: null }))
    expect(outcome()).toContain('Everything checks out')
    expect(markOf('The same as you were shown')).toBe('Not finished')
  })
})

describe('around the verdict', () => {
  it('says that nothing is known when the download fails, and tries again', async () => {
    download.mockRejectedValueOnce(new TypeError('Failed to fetch'))
    await verify()
    expect(outcome()).toContain('It could not be checked')
    expect(outcome()).toContain('Nothing is known to be wrong')
    expect(markOf('Download')).toBe('Failed')
    fireEvent.click(screen.getByRole('button', { name: 'Check again' }))
    expect(await screen.findByText('Everything checks out')).toBeDefined()
  })

  it('exports the ledger as it was downloaded', async () => {
    const blobs: Blob[] = []
    const create = vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      if (blob instanceof Blob) blobs.push(blob)
      return 'blob:ledger'
    })
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue()
    await verify()
    fireEvent.click(screen.getByRole('button', { name: /Export ledger/ }))
    expect(clicked).toHaveBeenCalledOnce()
    const text = (await blobs[0]?.text()) ?? ''
    expect(JSON.parse(text)).toEqual({ auction_id: last.auction_id, events: soldLedger })
    create.mockRestore()
    clicked.mockRestore()
  })

  it('stops working when the dialog is closed', async () => {
    const signals: AbortSignal[] = []
    download.mockImplementation((_id, { signal }) => {
      signals.push(signal)
      return new Promise(() => undefined)
    })
    render(<VerifyButton lot={lotAt(last.seq)} />)
    open()
    fireEvent.click(await screen.findByRole('button', { name: 'Close' }))
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
  })

  it('explains to anybody what this proves, and what it cannot', async () => {
    await verify()
    const explanation = screen.getByText('What does this prove?').closest('details')
    expect(explanation?.textContent).toContain('It cannot show')
  })
})
