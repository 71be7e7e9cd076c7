/** The line a day begins with; where one may go to another day, it opens a calendar. */
import { IconCalendar } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { CalendarPopover } from './CalendarPopover.tsx'
import classes from './message.module.css'

export function DayLine({ moment, onDay }: { moment: number; onDay: ((moment: number) => void) | undefined }) {
  const { t, format } = useText()
  const [open, setOpen] = useState(false)
  const words = format.day(moment)
  if (!onDay) {
    return (
      <div className={classes.day}>
        <span>{words}</span>
      </div>
    )
  }
  const button = (
    <button
      type="button"
      className={classes.calendar}
      title={t('talk.toDate')}
      aria-haspopup="dialog"
      aria-expanded={open}
      onClick={() => setOpen(!open)}
    >
      {words}
      <IconCalendar size={14} aria-hidden="true" />
    </button>
  )
  return (
    <div className={classes.day}>
      {open ? (
        <CalendarPopover from={moment} onDay={onDay} onClose={() => setOpen(false)}>
          {button}
        </CalendarPopover>
      ) : (
        button
      )}
    </div>
  )
}
