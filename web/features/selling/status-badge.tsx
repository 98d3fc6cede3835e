import { Badge } from '../../components/badge.tsx'
import { studioStatus } from './studio-status.ts'

export function StatusBadge({ status }: { status: Parameters<typeof studioStatus>[0] }) {
  const look = studioStatus(status)
  return (
    <Badge tone={look.tone} icon={look.icon}>
      {look.label}
    </Badge>
  )
}
