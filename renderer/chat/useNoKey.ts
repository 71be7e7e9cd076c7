/** A text that could not be kept for want of a key goes back to where it was written, and the composer says what it waits for. */
import { useEffect, useState, type RefObject } from 'react'
import type { ComposerHandle } from '../content/index.ts'
import { useCare, type CommunityId } from '../session/index.ts'
import type { useOutbox } from './outbox.ts'

const noKey = 'documents/no-key'

export function useNoKey(
  community: CommunityId,
  { items, take }: ReturnType<typeof useOutbox>,
  composer: RefObject<ComposerHandle | null>,
) {
  const [forKey, setForKey] = useState(false)
  const missing = useCare(community)?.missingKeys ?? 0
  const [before, setBefore] = useState(missing)
  if (missing !== before) {
    setBefore(missing)
    if (missing < before) setForKey(false)
  }

  const refused = items.find(({ refusal }) => refusal?.code === noKey)
  if (refused && !forKey) setForKey(true)
  useEffect(() => {
    // Without a composer there is nowhere to put it: it stays where it is.
    if (!refused || !composer.current) return
    take(refused)
    composer.current.putBack(refused.text, refused.files)
  }, [refused, take, composer])

  return { forKey, over: () => setForKey(false) }
}
