import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'

interface MenuProps {
  /** One focusable element, such as a Button or IconButton. */
  trigger: ReactNode
  children: ReactNode
  align?: 'start' | 'end'
}

/** A menu under its trigger; fill it with MenuItem. */
export function Menu({ trigger, children, align = 'end' }: MenuProps) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={8}
          collisionPadding={12}
          className="z-50 min-w-56 animate-rise-in rounded-card border border-line bg-raised p-1.5 shadow-float"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

interface MenuItemProps {
  onSelect?: () => void
  disabled?: boolean
  /** True when the child is a link that should itself be the item. */
  asChild?: boolean
  children: ReactNode
}

export function MenuItem({ onSelect, disabled = false, asChild = false, children }: MenuItemProps) {
  return (
    <DropdownMenu.Item
      asChild={asChild}
      disabled={disabled}
      onSelect={() => onSelect?.()}
      className="flex min-h-10 cursor-pointer items-center gap-3 rounded-lg px-3 text-[0.9375rem] font-medium outline-none select-none data-disabled:opacity-50 data-highlighted:bg-ink/8"
    >
      {children}
    </DropdownMenu.Item>
  )
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="mx-2 my-1.5 h-px bg-line" />
}
