/** The emoji under a message: how many put each, whether I did, and who. A click puts or takes back one's own. */
import { useText } from '../i18n/index.ts'
import type { MessageRow, ReactionView } from '../session/index.ts'
import type { MessageActions } from './message-actions.ts'
import classes from './reactions.module.css'

export function Reactions({ row, react }: { row: MessageRow; react: MessageActions['react'] }) {
  const { t } = useText()
  return (
    <ul className={classes.chips} aria-label={t('talk.reactions')}>
      {row.reactions.map((reaction) => (
        <li key={reaction.emoji}>
          <Chip reaction={reaction} onClick={react && (() => react(row, reaction.emoji, !reaction.mine))} />
        </li>
      ))}
    </ul>
  )
}

function Chip({ reaction, onClick }: { reaction: ReactionView; onClick: (() => void) | undefined }) {
  const { t, format, short } = useText()
  const { emoji, count, mine, names } = reaction
  const more = count - names.length
  const who = more > 0 ? [...names, t('talk.reactionMore', { count: more })] : names
  const told = format.list(who)
  const inside = (
    <>
      <span className={classes.emoji}>{emoji}</span>
      <span>{short(count)}</span>
      <span className="fm-unseen">: {told}</span>
    </>
  )
  const title = t('talk.reaction', { emoji, names: told })
  // Where nothing may be written it is only looked at.
  if (!onClick) {
    return (
      <span className={classes.chip} data-mine={mine} title={title}>
        {inside}
      </span>
    )
  }
  return (
    <button type="button" className={classes.chip} data-mine={mine} aria-pressed={mine} title={title} onClick={onClick}>
      {inside}
    </button>
  )
}
