import { useEffect, useState } from 'react'

/** An address in this browser for a WebVTT text, as the player's tracks want one; null without a text. */
export function useTextFile(text: string | null): string | null {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (text === null) return
    const made = URL.createObjectURL(new Blob([text], { type: 'text/vtt' }))
    setUrl(made)
    return () => {
      URL.revokeObjectURL(made)
      setUrl(null)
    }
  }, [text])
  return url
}
