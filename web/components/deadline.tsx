import { useServerOffset } from '../lib/server-offset.ts'
import { useNow } from '../lib/use-now.ts'
import { CountdownText } from './countdown-text.tsx'
import { MomentText } from './moment-text.tsx'

interface DeadlineProps {
  endsAt: string
  icon?: boolean
  className?: string
}

/** Time left by the server's clock; the moment itself as long as that clock is not known. */
export function Deadline({ endsAt, icon = false, className }: DeadlineProps) {
  const offset = useServerOffset()
  const now = useNow()
  if (offset === null) return <MomentText at={endsAt} className={className ?? ''} />
  return (
    <CountdownText
      ms={Date.parse(endsAt) - (now + offset)}
      over="Closing"
      icon={icon}
      className={className ?? ''}
    />
  )
}
