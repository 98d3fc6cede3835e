import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Input } from '../../../components/input.tsx'
import { MAX_QUERY } from './search-state.ts'

const PAUSE_MS = 300

interface SearchBoxProps {
  query: string
  onQuery: (query: string) => void
}

/** Searches while somebody types, once they pause; at once when they say so. */
export function SearchBox({ query, onQuery }: SearchBoxProps) {
  const [text, setText] = useState(query)
  const said = useRef(query)
  const input = useRef<HTMLInputElement>(null)

  // The address may change by itself (back, another link); what is being typed is not overwritten by its own echo.
  useEffect(() => {
    if (query === said.current) return
    said.current = query
    setText(query)
  }, [query])

  const say = (words: string) => {
    if (words === said.current) return
    said.current = words
    onQuery(words)
  }
  const pending = useRef(say)
  pending.current = say
  useEffect(() => {
    const timer = setTimeout(() => pending.current(text.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])

  return (
    <search>
      <form
        className="relative"
        onSubmit={(event) => {
          event.preventDefault()
          say(text.trim())
          input.current?.blur()
        }}
      >
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-4 size-5 -translate-y-1/2 text-ink-muted"
        />
        <Input
          ref={input}
          type="search"
          enterKeyHint="search"
          aria-label="Search auctions"
          placeholder="Title, shop or description"
          value={text}
          maxLength={MAX_QUERY}
          onChange={(event) => setText(event.currentTarget.value)}
          className="min-h-13 rounded-full pr-12 pl-12 [&::-webkit-search-cancel-button]:hidden"
        />
        {text !== '' && (
          <button
            type="button"
            aria-label="Clear the search"
            onClick={() => {
              setText('')
              say('')
              input.current?.focus()
            }}
            className="absolute top-1/2 right-1.5 inline-flex size-10 -translate-y-1/2 items-center justify-center rounded-full text-ink-muted hover:bg-ink/8 hover:text-ink"
          >
            <X aria-hidden className="size-5" />
          </button>
        )}
      </form>
    </search>
  )
}
