import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Star } from 'lucide-react'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { errorForCode } from '../lib/errors.ts'
import '../lib/testing/render-at.tsx'
import { Badge, LiveBadge } from './badge.tsx'
import { Button } from './button.tsx'
import { CountdownText } from './countdown-text.tsx'
import { Dialog, Sheet } from './dialog.tsx'
import { ErrorNotice, ErrorState } from './error-state.tsx'
import { Field } from './field.tsx'
import { IconButton } from './icon-button.tsx'
import { Input, Select, Textarea } from './input.tsx'
import { Menu, MenuItem, MenuSeparator } from './menu.tsx'
import { MomentText } from './moment-text.tsx'
import { Picture } from './picture.tsx'
import { Tabs } from './tabs.tsx'

function ExampleTabs() {
  const [value, setValue] = useState<'a' | 'b'>('a')
  return (
    <Tabs
      label="Letters"
      value={value}
      onValueChange={setValue}
      items={[
        { value: 'a', label: 'First', count: 2, content: <p>Content A</p> },
        { value: 'b', label: 'Second', content: <p>Content B</p> },
      ]}
    />
  )
}

describe('Button', () => {
  it('does not submit a form unless told to', () => {
    render(<Button>Go</Button>)
    expect(screen.getByRole('button').getAttribute('type')).toBe('button')
  })

  it('refuses taps while it is busy, and says so', async () => {
    const tapped = vi.fn()
    render(
      <Button busy onClick={tapped}>
        Go
      </Button>,
    )
    const button = screen.getByRole('button', { name: 'Go' })
    await userEvent.click(button)
    expect(tapped).not.toHaveBeenCalled()
    expect(button.getAttribute('aria-busy')).toBe('true')
  })
})

describe('IconButton', () => {
  it('has a spoken name and tells whether it is on', () => {
    render(<IconButton label="Watch" icon={Star} pressed />)
    expect(screen.getByRole('button', { name: 'Watch', pressed: true })).toBeDefined()
  })
})

describe('Field', () => {
  it('ties hint and error to the control', () => {
    render(
      <Field label="Price" hint="In dollars" error="Too low" optional>
        {(control) => <Input {...control} />}
      </Field>,
    )
    const input = screen.getByLabelText(/^Price/)
    const described = (input.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent)
    expect(described).toEqual(['In dollars', 'Too low'])
    expect(input.getAttribute('aria-invalid')).toBe('true')
  })

  it('describes nothing when there is nothing to say', () => {
    render(
      <>
        <Field label="About">{(control) => <Textarea {...control} />}</Field>
        <Field label="Kind">{(control) => <Select {...control} />}</Field>
      </>,
    )
    expect(screen.getByLabelText('About').hasAttribute('aria-describedby')).toBe(false)
    expect(screen.getByLabelText('Kind').hasAttribute('aria-invalid')).toBe(false)
  })
})

describe('CountdownText', () => {
  it('is read as words and never announces itself', () => {
    render(<CountdownText ms={65_000} icon />)
    const timer = screen.getByRole('timer', { name: '1 minute 5 seconds left' })
    expect(timer.textContent).toBe('1:05')
    expect(timer.getAttribute('aria-live')).toBe('off')
  })

  it('says when it is over', () => {
    render(<CountdownText ms={0} over="Closing" />)
    expect(screen.getByRole('timer', { name: 'Closing' }).textContent).toBe('Closing')
  })
})

describe('MomentText', () => {
  it('has the exact time on hover', () => {
    render(<MomentText at="2026-11-23T18:30:00Z" />)
    const time = screen.getByText(/:30/)
    expect(time.getAttribute('datetime')).toBe('2026-11-23T18:30:00Z')
    expect(time.getAttribute('title')).toContain('2026')
  })
})

describe('Picture', () => {
  it('falls back to the initial when the picture does not load', async () => {
    render(<Picture src="/a.jpg" alt="A lamp" title="Lamp" />)
    const image = screen.getByAltText('A lamp')
    image.dispatchEvent(new Event('error'))
    expect(await screen.findByText('L')).toBeDefined()
    expect(screen.getByText('A lamp')).toBeDefined()
  })

  it('says nothing when the same words stand beside it', () => {
    render(<Picture src={null} alt="" title="Lamp" />)
    expect(screen.getByText('L').getAttribute('aria-hidden')).toBe('true')
  })
})

describe('ErrorState', () => {
  it('says what happened and what to do, and tries again', async () => {
    const retry = vi.fn()
    render(<ErrorState error={errorForCode('PAUSD')} onRetry={retry} />)
    expect(screen.getByRole('alert').textContent).toContain('Bidding is paused everywhere')
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(retry).toHaveBeenCalledOnce()
  })

  it('has a small form for forms', () => {
    render(<ErrorNotice error={new TypeError('offline')} />)
    expect(screen.getByRole('alert').textContent).toContain('No connection')
  })
})

describe('Badge', () => {
  it('never speaks by colour alone', () => {
    render(
      <>
        <Badge tone="outbid" icon={Star}>
          Outbid
        </Badge>
        <LiveBadge />
      </>,
    )
    expect(screen.getByText('Outbid').querySelector('svg')).not.toBeNull()
    expect(screen.getByText('Live')).toBeDefined()
  })
})

describe.each([
  ['Dialog', Dialog],
  ['Sheet', Sheet],
])('%s', (_name, Overlay) => {
  it('has a name and a description, and closes by Escape', async () => {
    const change = vi.fn()
    render(
      <Overlay open onOpenChange={change} title="Withdraw?" description="It has no bids.">
        <p>Content</p>
      </Overlay>,
    )
    const dialog = screen.getByRole('dialog', { name: 'Withdraw?' })
    expect(dialog.getAttribute('aria-describedby')).not.toBeNull()
    await userEvent.keyboard('{Escape}')
    expect(change).toHaveBeenCalledWith(false)
  })

  it('closes by its button', async () => {
    const change = vi.fn()
    render(
      <Overlay open onOpenChange={change} title="Withdraw?">
        <p>Content</p>
      </Overlay>,
    )
    await userEvent.click(screen.getByRole('button', { name: 'Close' }))
    expect(change).toHaveBeenCalledWith(false)
  })
})

describe('Menu', () => {
  it('opens by keyboard and runs the chosen item', async () => {
    const chosen = vi.fn()
    render(
      <Menu trigger={<button type="button">More</button>}>
        <MenuItem onSelect={chosen}>First</MenuItem>
        <MenuSeparator />
        <MenuItem disabled>Second</MenuItem>
      </Menu>,
    )
    await userEvent.tab()
    await userEvent.keyboard('{Enter}')
    await userEvent.click(await screen.findByRole('menuitem', { name: 'First' }))
    expect(chosen).toHaveBeenCalledOnce()
  })
})

describe('Tabs', () => {
  it('shows one content at a time and moves by arrow keys', async () => {
    render(<ExampleTabs />)
    expect(screen.getByText('Content A')).toBeDefined()
    await userEvent.tab()
    await userEvent.keyboard('{ArrowRight}')
    expect(await screen.findByText('Content B')).toBeDefined()
    expect(screen.queryByText('Content A')).toBeNull()
  })
})
