/** Tells those who listen what others have just written: politely, each once, and never what was only scrolled into view. */
import { useEffect, useRef, useState } from 'react'
import { useFilesTold } from '../attachments/index.ts'
import { markupText, parsed } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import type { MessageRow } from '../session/index.ts'
import type { Rows } from './rows.ts'

const mostChars = 300
/** Of what comes at once, as after a time alone, the last so many are told. */
const mostAtOnce = 3
/** Rows at the end among which news stand; what is further up came with the past. */
const mostAtEnd = 50

export function Announcer({ rows: { list, below }, ready }: { rows: Rows; ready: boolean }) {
  const { t } = useText()
  const filesTold = useFilesTold()
  const heard = useRef<number | undefined>(undefined)
  const [said, setSaid] = useState<readonly MessageRow[]>([])
  useEffect(() => {
    // Far above, the end is not here: what came meanwhile is told when the person is back at it.
    if (!ready || below) return
    const before = heard.current
    heard.current = list.reduce((most, { arrival }) => Math.max(most, arrival), before ?? 0)
    if (before === undefined) return
    const news = list
      .slice(-mostAtEnd)
      .filter(({ mine, withdrawn, arrival }) => !mine && !withdrawn && arrival > before)
    if (news.length > 0) setSaid(news.slice(-mostAtOnce))
  }, [list, below, ready])
  return (
    <div className="fm-unseen" aria-live="polite" aria-atomic="true">
      {said.map(({ id, authorName: name, text, files }) => (
        // A key of its own: the same words said twice are told twice.
        <p key={id}>
          {t('room.announced', { name, text: markupText(parsed(text)).slice(0, mostChars) || filesTold(files) })}
        </p>
      ))}
    </div>
  )
}
