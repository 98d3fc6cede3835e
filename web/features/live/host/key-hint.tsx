/** The key that does the same. Only where there is a keyboard. */
export function KeyHint({ children }: { children: string }) {
  return (
    <kbd
      aria-hidden
      className="inline-flex size-6 items-center justify-center rounded-md border border-current font-sans text-xs font-bold opacity-60 max-lg:hidden"
    >
      {children}
    </kbd>
  )
}
