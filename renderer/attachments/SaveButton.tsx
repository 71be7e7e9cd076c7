/** Saves a file that is on this device. */
import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useText } from '../i18n/index.ts'
import type { FileView } from '../session/index.ts'
import classes from './attachments.module.css'
import type { FilePlace } from './place.ts'
import { useSave } from './useSave.ts'

interface SaveButtonProps {
  readonly of: FilePlace
  readonly file: FileView
  /** What is carried by a button in a long list. */
  readonly stop?: object
}

export function SaveButton({ of, file, stop = {} }: SaveButtonProps) {
  const { t, format, refusal: say } = useText()
  const { save, busy, done, saved, trouble, refusal } = useSave(of, file)
  return (
    <span className={classes.save}>
      <Button
        size="compact-sm"
        variant="default"
        {...stop}
        leftSection={<IconDownload size={16} aria-hidden="true" />}
        aria-label={t('attach.saveNamed', { name: file.name })}
        aria-disabled={busy}
        onClick={() => !busy && save()}
      >
        {t('attach.save')}
      </Button>
      <output className={classes.quiet}>
        {busy &&
          `${t('attach.saving')} ${t('attach.coming', { done: format.bytes(done), size: format.bytes(file.size) })}`}
        {saved && t('attach.saved')}
      </output>
      {(trouble ?? refusal) && (
        <span className={classes.bad} role="alert">
          {refusal ? say(refusal) : trouble === 'wrong' ? t('attach.wrong') : t('attach.notSaved')}
        </span>
      )}
    </span>
  )
}
