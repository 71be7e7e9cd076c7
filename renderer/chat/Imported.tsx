/** What marks a message that was brought in from another system, and how people there reacted to it. */
import { useText } from '../i18n/index.ts'
import type { ImportedView } from '../session/index.ts'
import classes from './imported.module.css'
import chips from './reactions.module.css'

export { ImportedTile } from '../content/index.ts'

export function ImportedMark({ imported: { from, name, byName } }: { imported: ImportedView }) {
  const { t } = useText()
  return (
    <span className={classes.mark} dir="auto">
      {t('imports.by', { from, by: byName, name })}
    </span>
  )
}

/** Apart from those of members: they can be looked at, and not joined. */
export function ImportedReactions({ imported: { reactions } }: { imported: ImportedView }) {
  const { t, format, short } = useText()
  if (reactions.length === 0) return null
  return (
    <ul className={chips.chips} aria-label={t('imports.reactions')}>
      {reactions.map(({ emoji, count, names }) => {
        const told =
          names.length > 0
            ? t('imports.reaction', { emoji, count: format.number(count), names: format.list(names) })
            : t('imports.reactionPlain', { emoji, count: format.number(count) })
        return (
          <li key={emoji}>
            <span className={`${chips.chip} ${classes.reaction}`} title={told}>
              <span className={chips.emoji}>{emoji}</span>
              <span>{short(count)}</span>
              <span className="fm-unseen">: {told}</span>
            </span>
          </li>
        )
      })}
    </ul>
  )
}
