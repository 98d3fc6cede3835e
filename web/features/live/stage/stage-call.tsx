import { UserPlus } from 'lucide-react'
import type { ReactNode } from 'react'

/** What the stage says to the one who is asked onto it, or stands on it: above the chat, out of the header's way. */
export function StageCall({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section
      aria-label="Stage"
      className="absolute inset-x-3 top-32 z-10 mx-auto flex max-w-md flex-col gap-3 rounded-card bg-black/80 p-4 text-white shadow-float lg:top-28"
    >
      <p role="status" className="flex items-center gap-2.5 font-bold">
        <UserPlus aria-hidden className="size-5 shrink-0 text-act" />
        {title}
      </p>
      {children}
    </section>
  )
}
