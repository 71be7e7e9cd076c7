/** A text that was too much for the text box: kept whole, to be copied back out or let go. */
import { Button, CopyButton } from '@mantine/core'
import { useText } from '../i18n/index.ts'
import { Notice } from '../ui/index.ts'
import classes from './composer.module.css'
import { lengthOf } from './length.ts'

const preview = 160

export function Held({ text, most, onLetGo }: { text: string; most: number; onLetGo: () => void }) {
  const { t, format } = useText()
  return (
    <div className={classes.trouble}>
      <Notice
        tone="bad"
        live
        action={
          <>
            <CopyButton value={text}>
              {({ copied, copy }) => (
                <Button size="compact-sm" variant="default" onClick={copy}>
                  {copied ? t('common.copied') : t('common.copy')}
                </Button>
              )}
            </CopyButton>
            <Button size="compact-sm" variant="default" onClick={onLetGo}>
              {t('room.letGo')}
            </Button>
          </>
        }
      >
        {t('room.held', { have: format.bytes(lengthOf(text, most).bytes), most: format.bytes(most) })}
        <div className={classes.preview} dir="auto">
          {text.slice(0, preview)}
        </div>
      </Notice>
    </div>
  )
}
