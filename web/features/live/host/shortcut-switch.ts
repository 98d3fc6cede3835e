import { create } from 'zustand'

const STORED = 'blytz.shortcuts'

interface ShortcutSwitch {
  on: boolean
  set(on: boolean): void
}

/** Single keys can be switched off, for people who dictate or touch keys by accident (WCAG 2.1.4). Remembered. */
export const useShortcutSwitch = create<ShortcutSwitch>((set) => ({
  on: localStorage.getItem(STORED) !== 'off',
  set: (on) => {
    localStorage.setItem(STORED, on ? 'on' : 'off')
    set({ on })
  },
}))
