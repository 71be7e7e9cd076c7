/** What of the communities that were searched is on this device: no more is said than is known. */
import type { HeldView } from '../../core/contract/index.ts'
import { useText } from '../i18n/index.ts'
import classes from './search.module.css'

export function Held({ held }: { held: readonly HeldView[] }) {
  const { t, format } = useText()
  const lines: string[] = []
  for (const { name, percent, locked } of held) {
    if (percent < 100) lines.push(t('search.percent', { percent: format.number(percent), name }))
    if (locked) lines.push(t('search.locked', { name }))
  }
  const alone = held.filter((each) => each.alone)
  const [first] = alone
  if (first) lines.push(held.length === 1 ? t('search.alone', { name: first.name }) : t('search.aloneAll'))
  const unindexed = held.reduce((sum, each) => sum + each.unindexed, 0)
  if (unindexed > 0) lines.push(t('search.unindexed', { count: unindexed, shown: format.number(unindexed) }))
  return (
    <ul className={classes.held}>
      {(lines.length > 0 ? lines : [t('search.whole')]).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}
