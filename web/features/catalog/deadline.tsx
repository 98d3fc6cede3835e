import { CountdownText } from '../../components/countdown-text.tsx'
import { MomentText } from '../../components/moment-text.tsx'
import { useNow } from '../../lib/use-now.ts'
import { useServerOffset } from './server-offset.ts'

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
