/** Messages that are not kept yet: what went wrong, and what can be done with the text. */
import { Button } from '@mantine/core'
import { useFilesTold } from '../attachments/index.ts'
import { useText } from '../i18n/index.ts'
import { Notice } from '../ui/index.ts'
import { isLost, type Pending } from './outbox.ts'
import classes from './unsent.module.css'

interface UnsentProps {
  readonly items: readonly Pending[]
  readonly onRetry: (item: Pending) => void
  readonly onEdit: (item: Pending) => void
}

export function Unsent({ items, onRetry, onEdit }: UnsentProps) {
  const { t, refusal } = useText()
  const told = useFilesTold()
  if (items.length === 0) return null
  const filesTold = ({ files = [] }: Pending): string => told(files.map(({ file }) => file))
  return (
    <ul className={classes.unsent}>
      {items.map((item) =>
        item.refusal ? (
          <li key={item.key}>
            <Notice
              tone="bad"
              live
              action={
                <>
                  {!isLost(item) && (
                    <Button size="compact-sm" variant="default" onClick={() => onRetry(item)}>
                      {t('common.tryAgain')}
                    </Button>
                  )}
                  <Button size="compact-sm" variant="default" onClick={() => onEdit(item)}>
                    {t('room.edit')}
                  </Button>
                </>
              }
            >
              <strong>{t('room.unsent')}</strong> {refusal(item.refusal)}
              <div className={classes.text} dir="auto">
                {item.text.slice(0, 400) || filesTold(item)}
              </div>
            </Notice>
          </li>
        ) : (
          <li key={item.key} className={classes.waiting}>
            <span dir="auto">{item.text.slice(0, 200) || filesTold(item)}</span> · {t('room.sending')}
          </li>
        ),
      )}
    </ul>
  )
}
