/** In words how far a file is that is not here yet, or why it will not be. */
import { Progress } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useText } from '../i18n/index.ts'
import type { FileView } from '../session/index.ts'
import classes from './attachments.module.css'
import type { FileStanding } from './useFile.ts'

export function Standing({ file, standing }: { file: FileView; standing: FileStanding }) {
  const { t, format, refusal: say } = useText()
  const { state, held, waits, refusal } = standing
  if (state === 'wrong')
    return (
      <span className={classes.bad}>
        <IconAlertTriangle size={16} aria-hidden="true" className={classes.badSign} /> {t('attach.wrong')}
      </span>
    )
  if (refusal) return <span className={classes.bad}>{say(refusal)}</span>
  if (state !== 'coming') return null
  return (
    <>
      <span className={classes.quiet}>
        {waits ? t('attach.waits') : t('attach.coming', { done: format.bytes(held), size: format.bytes(file.size) })}
      </span>
      <Progress
        className={classes.progress ?? ''}
        size="xs"
        color="accent"
        value={file.size > 0 ? (100 * held) / file.size : 0}
        aria-label={t('attach.comingNamed', { name: file.name })}
      />
    </>
  )
}
