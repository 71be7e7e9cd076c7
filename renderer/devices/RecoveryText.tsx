import { Button, Checkbox, CopyButton, Group, Stack, Text, Textarea } from '@mantine/core'
import { IconCopy, IconDeviceFloppy, IconPrinter } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useText } from '../i18n/index.ts'
import { Notice, useFirstFocus } from '../ui/index.ts'
import classes from './devices.module.css'
import { Paper } from './Paper.tsx'

interface RecoveryTextProps {
  readonly text: string
  readonly name: string
  /** The person has said so. */
  readonly kept: boolean
  /** The person is about to close it without having kept it. */
  readonly leaving: boolean
  readonly onKept: (kept: boolean) => void
  readonly onStay: () => void
  readonly onDone: () => void
}

/** The key, shown once: printed, saved or copied, and then said to be kept. */
export function RecoveryText({ text, name, kept, leaving, onKept, onStay, onDone }: RecoveryTextProps) {
  const { t, format } = useText()
  const [missing, setMissing] = useState(false)
  const [made] = useState(Date.now)
  const field = useFirstFocus<HTMLTextAreaElement>()
  const box = useRef<HTMLInputElement>(null)

  const save = (): void => {
    const words = [`${t('recovery.file')} – ${name}`, t('recovery.paperMade', { when: format.date(made) }), '', text]
    const file = new Blob([[...words, '', t('recovery.paperHow'), ''].join('\n')], { type: 'text/plain' })
    const anchor = document.createElement('a')
    anchor.href = URL.createObjectURL(file)
    anchor.download = `${t('recovery.file')} ${name}`.replace(/[^\p{L}\p{N}]+/gu, '-') + '.txt'
    anchor.click()
    URL.revokeObjectURL(anchor.href)
  }
  const done = (): void => {
    setMissing(!kept)
    if (kept) onDone()
    else box.current?.focus()
  }

  return (
    <Stack>
      <Text>{t('recovery.once')}</Text>
      <Textarea
        ref={field}
        label={t('recovery.text')}
        readOnly
        dir="ltr"
        autosize
        minRows={2}
        value={text}
        className={classes.secret}
        onFocus={(event) => event.target.select()}
      />
      <Group gap="xs">
        <Button
          variant="default"
          leftSection={<IconPrinter size={18} aria-hidden="true" />}
          onClick={() => window.print()}
        >
          {t('recovery.print')}
        </Button>
        <Button variant="default" leftSection={<IconDeviceFloppy size={18} aria-hidden="true" />} onClick={save}>
          {t('recovery.save')}
        </Button>
        <CopyButton value={text} timeout={2500}>
          {({ copied, copy }) => (
            <Button variant="default" leftSection={<IconCopy size={18} aria-hidden="true" />} onClick={copy}>
              <span aria-live="polite">{copied ? t('common.copied') : t('recovery.copy')}</span>
            </Button>
          )}
        </CopyButton>
      </Group>
      <Checkbox
        ref={box}
        label={t('recovery.kept')}
        checked={kept}
        error={missing && t('recovery.keptMissing')}
        onChange={(event) => {
          onKept(event.target.checked)
          setMissing(false)
        }}
      />
      {leaving && !kept ? (
        <Notice
          tone="warn"
          live
          action={
            <>
              <Button size="compact-sm" onClick={onStay}>
                {t('recovery.leaveStay')}
              </Button>
              <Button size="compact-sm" variant="default" onClick={onDone}>
                {t('recovery.leaveAll')}
              </Button>
            </>
          }
        >
          <strong>{t('recovery.leaveTitle')}</strong> {t('recovery.leave')}
        </Notice>
      ) : (
        <Group justify="flex-end">
          <Button onClick={done}>{t('recovery.done')}</Button>
        </Group>
      )}
      <Paper text={text} name={name} made={format.date(made)} />
    </Stack>
  )
}
