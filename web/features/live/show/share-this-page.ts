import { toast } from 'sonner'

/** Opens the system's share sheet, or copies the address where there is none. A failure is told, and is no error. */
export async function shareThisPage(title: string): Promise<'shared' | 'copied' | 'failed'> {
  const url = location.href
  try {
    const canShare: unknown = Reflect.get(navigator, 'share')
    if (canShare !== undefined) {
      await navigator.share({ title, url })
      return 'shared'
    }
    await navigator.clipboard.writeText(url)
    toast.success('Link copied')
    return 'copied'
  } catch (error) {
    // Closing the share sheet is not a failure.
    if (error instanceof DOMException && error.name === 'AbortError') return 'shared'
    toast.error('The link could not be shared', { description: url })
    return 'failed'
  }
}
