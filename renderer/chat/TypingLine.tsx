/** Who else writes here now. Told politely to those who listen, and its place is kept, so that nothing jumps. */
import { useText } from '../i18n/index.ts'
import { useTyping, type CommunityId, type EntryId, type SpaceId } from '../session/index.ts'
import classes from './room.module.css'

/** Names beyond which none are named. */
const named = 2

interface TypingLineProps {
  readonly community: CommunityId
  readonly space: SpaceId
  /** The thread; nothing for the room itself. */
  readonly root: EntryId | undefined
}

export function TypingLine({ community, space, root }: TypingLineProps) {
  const { t, format } = useText()
  const names = useTyping(community, space, root)?.members.map(({ name }) => name) ?? []
  const line =
    names.length > named
      ? t('presence.several')
      : names.length > 0
        ? t('presence.typing', { count: names.length, names: format.list(names) })
        : ''
  return (
    <output className={classes.typing} aria-live="polite">
      {line}
    </output>
  )
}
