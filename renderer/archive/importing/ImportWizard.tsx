/** Bringing in an export of another system: the file, what is in it, what goes where, and how far it is. */
import { Button, FileButton, Progress, Text } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../i18n/index.ts'
import { useCommand, useRun } from '../../session/index.ts'
import { Notice } from '../../ui/index.ts'
import classes from '../archive.module.css'
import { Chosen } from './Chosen.tsx'
import { look, lookAgain, type Looked } from './work.ts'

export function ImportWizard({ onClose }: { onClose: () => void }) {
  const { t, format, refusal } = useText()
  const [file, setFile] = useState<File | undefined>()
  const run = useRun<Looked>()
  const letGo = useCommand((client, id: string) => client.imports.cancel({ id }))
  const { told, state } = run
  const take = (chosen: File | null): void => {
    if (!chosen) return
    setFile(chosen)
    void run.start(look(chosen))
  }
  const again = (): void => {
    if (told?.id) void letGo.run(told.id)
    setFile(undefined)
    run.reset()
  }
  if (state === 'done' && told?.plan && told.id)
    return (
      <Chosen
        id={told.id}
        plan={told.plan}
        onColumns={(columns) => void run.start(lookAgain(told.id ?? '', columns))}
        onAgain={again}
        onClose={onClose}
      />
    )
  if (state === 'running' && file) {
    const { bytes = 0, messages } = told ?? {}
    return (
      <>
        <Text aria-hidden="true">
          {messages === undefined
            ? t('imports.reading', { done: format.bytes(bytes), whole: format.bytes(file.size) })
            : t('imports.planning', { count: format.number(messages) })}
        </Text>
        <Progress
          value={messages === undefined ? (100 * bytes) / Math.max(1, file.size) : 100}
          animated={messages !== undefined}
          aria-label={t('archive.import')}
        />
        <div className={classes.buttons}>
          <Button variant="default" data-autofocus onClick={run.stop}>
            {t('common.cancel')}
          </Button>
        </div>
      </>
    )
  }
  return (
    <>
      <p className={classes.note}>{t('imports.intro')}</p>
      <p className={classes.note}>{t('imports.kinds')}</p>
      {run.refusal && (
        <Notice tone="bad" live>
          {refusal(run.refusal)}
        </Notice>
      )}
      <div className={classes.buttons}>
        <FileButton onChange={take}>
          {(props) => (
            <Button {...props} data-autofocus>
              {t('imports.choose')}
            </Button>
          )}
        </FileButton>
        <Button variant="default" onClick={onClose}>
          {t('common.back')}
        </Button>
      </div>
    </>
  )
}
