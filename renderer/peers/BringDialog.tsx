/** A file of changes, read in, and what came of it in words. */
import { Button, FileButton, Group, Modal, Progress, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { type BundleReport, useRun } from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import { bring, type Brought } from './carry.ts'
import classes from './peers.module.css'
import { isolated } from './words.ts'

export function BringDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useText()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('files.bringTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Bringing onClose={onClose} />
    </Modal>
  )
}

function Bringing({ onClose }: { onClose: () => void }) {
  const { t, format, refusal } = useText()
  const [file, setFile] = useState<File | undefined>()
  const run = useRun<Brought>()
  const begin = (chosen: File | null): void => {
    if (!chosen) return
    setFile(chosen)
    void run.start(bring(chosen))
  }
  const choose = (label: string) => (
    <FileButton onChange={begin}>
      {(props) => (
        <Button data-autofocus {...props}>
          {label}
        </Button>
      )}
    </FileButton>
  )
  if (run.state === 'running' && file) {
    const done = run.told?.bytes ?? 0
    return (
      <Stack>
        <Text aria-hidden="true">
          {t('files.reading', { name: isolated(file.name), done: format.bytes(done), whole: format.bytes(file.size) })}
        </Text>
        <Progress value={file.size === 0 ? 0 : (100 * done) / file.size} aria-label={t('files.readLabel')} />
        <Group justify="flex-end">
          <Button variant="default" onClick={run.stop}>
            {t('common.cancel')}
          </Button>
        </Group>
      </Stack>
    )
  }
  return (
    <Stack>
      {run.state === 'idle' && <Text>{t('files.bringWhat')}</Text>}
      {run.state === 'stopped' && <Notice live>{t('files.stopped')}</Notice>}
      {run.refusal && (
        <Notice tone="bad" live>
          {refusal(run.refusal)}
        </Notice>
      )}
      {run.state === 'done' && run.told?.report && <Report report={run.told.report} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {run.state === 'done' ? t('common.close') : t('common.cancel')}
        </Button>
        {choose(run.state === 'done' ? t('files.again') : t('files.choose'))}
      </Group>
    </Stack>
  )
}

function Report({ report: { communities, others, complete } }: { report: BundleReport }) {
  const { t } = useText()
  return (
    <div aria-live="polite">
      <Stack>
        <Text fw={600}>{t('files.done')}</Text>
        {communities.length === 0 && <Text>{t('files.nothingOurs')}</Text>}
        <ul className={classes.list}>
          {communities.map((each) => {
            const { taken, known, refused, early, waitingForKey } = each
            const nothingNew = taken + refused + early + waitingForKey === 0
            const facts = [
              nothingNew ? t('files.nothingNew') : t('files.taken', { count: taken }),
              ...(known > 0 && !nothingNew ? [t('files.known', { count: known })] : []),
              ...(refused > 0 ? [t('files.refused', { count: refused })] : []),
              ...(early > 0 ? [t('files.early', { count: early })] : []),
              ...(waitingForKey > 0 ? [t('files.waitingForKey', { count: waitingForKey })] : []),
            ]
            return (
              <li key={each.community}>
                <bdi className={classes.deviceName}>{each.name}</bdi>
                <ul className={classes.facts}>
                  {facts.map((fact) => (
                    <li key={fact}>{fact}</li>
                  ))}
                </ul>
              </li>
            )
          })}
        </ul>
        {others > 0 && <p className={classes.note}>{t('files.others', { count: others })}</p>}
        {!complete && <Notice tone="warn">{t('files.cut')}</Notice>}
      </Stack>
    </div>
  )
}
