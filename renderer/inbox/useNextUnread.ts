/** N goes to the next room or thread in which something is unread, wherever one is. */
import { useRef } from 'react'
import { useInbox, useNavigator, type InboxGroup } from '../session/index.ts'
import { useShortcut } from '../ui/index.ts'

export function useNextUnread(): void {
  const { go } = useNavigator()
  const groups = useInbox('unread').value?.groups ?? []
  const last = useRef('')
  useShortcut('next-unread', () => {
    // What one was led to and did not read through is passed by.
    const at = groups.findIndex((group) => nameOf(group) === last.current)
    const next = groups[at + 1] ?? groups[0]
    if (!next) return false
    last.current = nameOf(next)
    const [first] = next.rows
    go({ at: 'room', community: next.community, space: next.space, ...(first && { to: first.id }) })
    return true
  })
}

function nameOf({ community, space, root }: InboxGroup): string {
  return `${community} ${space} ${root ?? ''}`
}
