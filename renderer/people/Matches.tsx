/** Why somebody fits me: the words that both of us said. */
import { IconArrowsExchange } from '@tabler/icons-react'
import { useText } from '../i18n/index.ts'
import type { PersonView } from '../session/index.ts'
import classes from './list.module.css'

export function Matches({ of }: { of: Pick<PersonView, 'offersWhatISeek' | 'seeksWhatIOffer'> }) {
  const { t, format } = useText()
  const { offersWhatISeek, seeksWhatIOffer } = of
  const reasons = [
    offersWhatISeek.length > 0 && t('directory.offersYou', { words: format.list(alone(offersWhatISeek)) }),
    seeksWhatIOffer.length > 0 && t('directory.seeksYou', { words: format.list(alone(seeksWhatIOffer)) }),
  ]
  return reasons.map(
    (reason) =>
      reason && (
        <span key={reason} className={classes.match}>
          <IconArrowsExchange size={16} aria-hidden="true" />
          <span>{reason}</span>
        </span>
      ),
  )
}

/** A list of one is not isolated by itself. */
function alone(words: readonly string[]): readonly string[] {
  return words.length === 1 ? words.map((word) => `\u2068${word}\u2069`) : words
}
