/** Who else writes here now. Told politely to those who listen, and its place is kept, so that nothing jumps. */
import { useText } from '../i18n/index.ts'
import { useTyping, type CommunityId, type SpaceId } from '../session/index.ts'
import classes from './room.module.css'

/** Names beyond which none are named. */
const named = 2

interface TypingLineProps {
  readonly community: CommunityId
  readonly space: SpaceId
  /** It stands elsewhere too, and is told there. */
  readonly quiet: boolean
}

export function TypingLine({ community, space, quiet }: TypingLineProps) {
  const { t, format } = useText()
  const names = useTyping(community, space)?.members.map(({ name }) => name) ?? []
  const line =
    names.length > named
      ? t('presence.several')
      : names.length > 0
        ? t('presence.typing', { count: names.length, names: format.list(names) })
        : ''
  return (
    <output className={classes.typing} aria-live={quiet ? 'off' : 'polite'} aria-hidden={quiet}>
      {line}
    </output>
  )
}
