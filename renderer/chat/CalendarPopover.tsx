/** A small calendar over what it hangs on. Its parts come when the first one is opened. */
import { Loader, Popover } from '@mantine/core'
import { lazy, Suspense, type ReactNode } from 'react'
import { useText } from '../i18n/index.ts'

const Calendar = lazy(() => import('./Calendar.tsx'))

interface CalendarPopoverProps {
  /** The day it begins with, ms; unless given, today. */
  readonly from?: number
  /** The beginning of the day that was chosen, ms. */
  readonly onDay: (moment: number) => void
  readonly onClose: () => void
  readonly children: ReactNode
}

export function CalendarPopover({ from, onDay, onClose, children }: CalendarPopoverProps) {
  const { t } = useText()
  return (
    <Popover opened onDismiss={onClose} onChange={(open) => !open && onClose()} position="bottom" trapFocus>
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown aria-label={t('talk.toDate')}>
        <Suspense fallback={<Loader size="sm" aria-label={t('common.loading')} />}>
          <Calendar
            from={from}
            onDay={(moment) => {
              onClose()
              onDay(moment)
            }}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  )
}
