import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Check, Copy, KeyRound, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Sheet } from '../../../components/dialog.tsx'
import { Skeleton } from '../../../components/skeleton.tsx'
import { formatExact } from '../../../lib/time.ts'
import { deskProblem } from './desk-problem.ts'
import {
  createIngress,
  type IngressKind,
  type NewIngress,
  rotateStreamKey,
  streamStatusQuery,
} from './fetch-show-stream.ts'

/** The way in for OBS: where to send the picture, and the key, which is shown once. */
export function ObsDialog({ showId, onClose }: { showId: string; onClose: () => void }) {
  const queries = useQueryClient()
  const query = streamStatusQuery(showId)
  const status = useQuery(query)
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: (make: () => Promise<NewIngress>) => make(),
    onSettled: () => queries.invalidateQueries({ queryKey: query.queryKey }),
  })
  const known = status.data?.ingress ?? null
  const problem = error ?? status.error
  return (
    <Sheet
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title="Stream from OBS"
      description="Send your picture from an encoder instead of this browser’s camera."
    >
      <div className="flex flex-col gap-5">
        {status.isPending && <Skeleton className="h-24" />}
        {data !== undefined && <Details ingress={data} />}
        {data === undefined && known !== null && (
          <div className="flex flex-col gap-4">
            <p>
              There is a stream key since{' '}
              <strong className="tabular">{formatExact(known.since)}</strong>. It is shown only when
              it is made; if you have lost it, make a new one.
            </p>
            <Button busy={isPending} onClick={() => mutate(() => rotateStreamKey(showId))}>
              <RefreshCw aria-hidden className="size-4" />
              New key, end the old one
            </Button>
          </div>
        )}
        {data === undefined && status.isSuccess && known === null && (
          <div className="grid gap-3 sm:grid-cols-2">
            {(['rtmp', 'whip'] satisfies IngressKind[]).map((kind) => (
              <Button
                key={kind}
                variant={kind === 'rtmp' ? 'act' : 'outline'}
                disabled={isPending}
                onClick={() => mutate(() => createIngress(showId, kind))}
              >
                <KeyRound aria-hidden className="size-4" />
                {kind === 'rtmp' ? 'RTMP key' : 'WHIP key (less delay)'}
              </Button>
            ))}
          </div>
        )}
        {problem !== null && (
          <p role="alert" className="rounded-control bg-outbid-soft p-4 text-outbid">
            {deskProblem(problem)}
          </p>
        )}
      </div>
    </Sheet>
  )
}

function Details({ ingress }: { ingress: NewIngress }) {
  return (
    <div className="flex flex-col gap-4">
      <Secret label="Server" value={ingress.url} />
      <Secret
        label={ingress.kind === 'rtmp' ? 'Stream key' : 'Bearer token'}
        value={ingress.stream_key}
      />
      <p className="text-sm text-ink-muted">
        Copy the key now: it is not shown again. Whoever has it can send a picture into your show.
      </p>
    </div>
  )
}

function Secret({ label, value }: { label: string; value: string }) {
  const [copied, setCopied] = useState(false)
  return (
    <div>
      <p className="mb-1.5 text-sm font-semibold">{label}</p>
      <div className="flex gap-2">
        <code className="min-w-0 flex-1 overflow-x-auto rounded-control border border-line bg-sunken px-3.5 py-3 text-sm whitespace-nowrap">
          {value}
        </code>
        <Button
          aria-label={`Copy ${label.toLowerCase()}`}
          onClick={() => {
            navigator.clipboard.writeText(value).then(
              () => setCopied(true),
              () => setCopied(false),
            )
          }}
        >
          {copied ? (
            <Check aria-hidden className="size-4" />
          ) : (
            <Copy aria-hidden className="size-4" />
          )}
        </Button>
      </div>
    </div>
  )
}
