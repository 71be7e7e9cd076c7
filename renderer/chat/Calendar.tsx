/** The days up to today, in the language of the page. A file of its own: few open it. */
import '@mantine/dates/styles.layer.css'
import { DatePicker, DatesProvider } from '@mantine/dates'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { calendarLanguage } from './calendar-words.ts'
import { dayText, momentOf } from './days.ts'

export default function Calendar({ from, onDay }: { from: number | undefined; onDay: (moment: number) => void }) {
  const { t, language } = useText()
  const [today] = useState(() => dayText(Date.now()))
  const shown = from === undefined ? today : dayText(from)
  return (
    <DatesProvider settings={{ locale: calendarLanguage(language) }}>
      <DatePicker
        defaultDate={shown}
        value={shown}
        maxDate={today}
        size="sm"
        hideOutsideDates
        ariaLabels={{ previousMonth: t('talk.previousMonth'), nextMonth: t('talk.nextMonth') }}
        onChange={(day) => {
          if (day !== null) onDay(momentOf(day))
        }}
      />
    </DatesProvider>
  )
}
