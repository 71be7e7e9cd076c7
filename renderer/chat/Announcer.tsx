/** Tells those who listen what others have just written: politely, one at a time, and never what was only scrolled into view. */
import { useEffect, useRef, useState } from 'react'
import { markupText, parsed } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import type { MessageRow } from '../session/index.ts'

const mostChars = 300

export function Announcer({ rows, ready }: { rows: readonly MessageRow[]; ready: boolean }) {
  const { t } = useText()
  const heard = useRef<number | undefined>(undefined)
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (!ready) return
    const newest = rows.at(-1)
    const before = heard.current
    heard.current = Math.max(before ?? 0, ...rows.slice(-50).map(({ arrival }) => arrival))
    if (before === undefined || !newest || newest.mine || newest.arrival <= before) return
    setSaid(t('room.announced', { name: newest.authorName, text: markupText(parsed(newest.text)).slice(0, mostChars) }))
  }, [rows, ready, t])
  return (
    <div className="fm-unseen" aria-live="polite" aria-atomic="true">
      {said}
    </div>
  )
}
