import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from '../../../components/button.tsx'
import { Sheet } from '../../../components/dialog.tsx'
import { ErrorState } from '../../../components/error-state.tsx'
import { Loading, Skeleton } from '../../../components/skeleton.tsx'
import { chatHistory, HISTORY_PAGE } from './chat-history.ts'
import { ChatRow } from './chat-row.tsx'
import { SystemRow } from './system-row.tsx'

interface ChatHistoryProps {
  showId: string
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** The whole chat from the latest message back, a page at a time. */
export function ChatHistory({ showId, open, onOpenChange }: ChatHistoryProps) {
  const query = useInfiniteQuery({
    queryKey: ['chat-history', showId],
    queryFn: ({ pageParam }) => chatHistory(showId, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page.length < HISTORY_PAGE ? undefined : page[0]?.id),
    // Each opening starts at the present.
    gcTime: 0,
  })
  const messages = (query.data?.pages ?? []).toReversed().flat()
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title="Chat so far">
      {query.isPending && (
        <Loading label="Loading the chat" className="flex flex-col gap-2">
          <Skeleton className="h-6 w-3/4" />
          <Skeleton className="h-6 w-1/2" />
          <Skeleton className="h-6 w-2/3" />
        </Loading>
      )}
      {query.isError && messages.length === 0 && (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.hasNextPage && (
        <div className="mb-2 flex justify-center">
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Earlier messages
          </Button>
        </div>
      )}
      <ul aria-label="Messages" className="flex flex-col gap-0.5">
        {messages.map((message) =>
          message.kind === 'system' ? (
            <SystemRow key={message.id} message={message} overlay={false} />
          ) : (
            <ChatRow key={message.id} message={message} overlay={false} me={null} />
          ),
        )}
      </ul>
    </Sheet>
  )
}
