/** The name with its bolt. */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2 font-display text-[1.375rem] font-extrabold tracking-tight">
      <svg viewBox="0 0 64 64" aria-hidden="true" className="size-8">
        <rect width="64" height="64" rx="17" className="fill-[#17150f] dark:fill-[#2a2820]" />
        <path d="M37.6 9 15 36.2h13.2L24.6 55 49 26.6H34.6z" className="fill-act" />
      </svg>
      Blytz
    </span>
  )
}
