/** One archive from its file to what is done with it: read, unlocked, checked, and then chosen. */
import { Button, PasswordInput, Progress, Text } from '@mantine/core'
import { useEffect, useEffectEvent, useState } from 'react'
import { useText } from '../i18n/index.ts'
import {
  command,
  useCommand,
  useConnection,
  useRun,
  type ArchiveView,
  type Outcome,
  type Refusal,
} from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import classes from './archive.module.css'
import { Checked } from './Checked.tsx'
import { handOver, type Read } from './open-work.ts'

interface OpeningProps {
  readonly file: File
  readonly onOther: () => void
}

export function Opening({ file, onOther }: OpeningProps) {
  const { t, format, refusal } = useText()
  const run = useRun<Read>()
  const { start } = run
  // Once: another file is another component.
  useEffect(() => void start(handOver(file)), [start, file])
  const id = run.told?.id
  if (id !== undefined) return <Read id={id} onOther={onOther} />
  const done = run.told?.bytes ?? 0
  return (
    <>
      {run.state === 'running' && (
        <>
          <Text aria-hidden="true">
            {t('archive.reading', {
              name: `\u2068${file.name}\u2069`,
              done: format.bytes(done),
              whole: format.bytes(file.size),
            })}
          </Text>
          <Progress value={file.size === 0 ? 0 : (100 * done) / file.size} aria-label={t('archive.readingLabel')} />
        </>
      )}
      {run.refusal && (
        <Notice tone="bad" live>
          {refusal(run.refusal)}
        </Notice>
      )}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onOther}>
          {run.state === 'running' ? t('common.cancel') : t('archive.otherFile')}
        </Button>
      </div>
    </>
  )
}

/** A file that lies with core: what it is, once it is unlocked. */
function Read({ id, onOther }: { id: string; onOther: () => void }) {
  const { t, refusal } = useText()
  const connection = useConnection()
  const [view, setView] = useState<ArchiveView | undefined>()
  const [passphrase, setPassphrase] = useState('')
  const [trouble, setTrouble] = useState<Refusal | undefined>()
  const [busy, setBusy] = useState(false)
  const letGo = useCommand((client) => client.archives.cancel({ id }))
  const show = (outcome: Outcome<ArchiveView>): void => {
    if (outcome.ok) setView(outcome.value)
    else setTrouble(outcome.refusal)
  }
  const unlock = async (): Promise<void> => {
    setBusy(true)
    show(await command(connection, (client) => client.archives.inspect({ id, passphrase })))
    setBusy(false)
  }
  const first = useEffectEvent(show)
  useEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    void command(connection, (client) => client.archives.inspect({ id }, { signal })).then((outcome) => {
      if (!signal.aborted) first(outcome)
    })
    return () => stop.abort()
  }, [connection, id])
  const other = (): void => {
    void letGo.run()
    onOther()
  }
  if (view?.type === 'archive') return <Checked id={id} archive={view} onOther={other} />
  const isLocked = view?.type === 'sealed'
  return (
    <form
      className={classes.page}
      onSubmit={(event) => {
        event.preventDefault()
        void unlock()
      }}
    >
      {isLocked && (
        <>
          <Notice live>{t('archive.locked')}</Notice>
          <PasswordInput
            label={t('archive.passphrase')}
            description={t('archive.unlocking')}
            data-autofocus
            autoComplete="off"
            value={passphrase}
            error={trouble && refusal(trouble)}
            onChange={(event) => {
              setPassphrase(event.target.value)
              setTrouble(undefined)
            }}
          />
        </>
      )}
      {!isLocked && trouble && (
        <Notice tone="bad" live>
          {refusal(trouble)}
        </Notice>
      )}
      <div className={classes.buttons}>
        {isLocked && (
          <Button type="submit" loading={busy} disabled={passphrase === ''}>
            {t('archive.unlock')}
          </Button>
        )}
        <Button variant="default" onClick={other}>
          {t('archive.otherFile')}
        </Button>
      </div>
    </form>
  )
}
