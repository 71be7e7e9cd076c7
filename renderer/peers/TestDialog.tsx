/** Every way to every member's device, tried once, while one looks on. */
import { Button, Group, Loader, Modal, Stack, Text } from '@mantine/core'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useText } from '../i18n/index.ts'
import { type CommunityId, type ReachStep, useRun, type Work } from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import classes from './peers.module.css'
import { usePathWords } from './words.ts'

interface TestDialogProps {
  readonly community: CommunityId
  readonly opened: boolean
  readonly onClose: () => void
}

export function TestDialog({ opened, ...rest }: TestDialogProps) {
  const { t } = useText()
  return (
    <Modal
      opened={opened}
      onClose={rest.onClose}
      size="lg"
      title={t('test.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Testing {...rest} />
    </Modal>
  )
}

function testOf(community: CommunityId): Work<readonly ReachStep[]> {
  return async (client, tell, signal) => {
    const all: ReachStep[] = []
    for await (const step of await client.network.test({ community }, { signal })) {
      all.push(step)
      tell([...all])
    }
  }
}

function Testing({ community, onClose }: Omit<TestDialogProps, 'opened'>) {
  const { t, refusal } = useText()
  const { told: steps = [], state, start, stop, refusal: trouble } = useRun<readonly ReachStep[]>()
  useEffect(() => void start(testOf(community)), [start, community])
  const running = state === 'running'
  const reached = steps.filter(({ outcome }) => outcome === 'reached').length
  const summary =
    steps.length === 0
      ? t('test.nothing')
      : [
          t('test.tried', { count: steps.length }),
          reached === 0 ? t('test.noneReached') : t('test.reached', { count: reached }),
        ].join(' · ')
  return (
    <Stack>
      <Text c="dimmed">{t('test.what')}</Text>
      <ul className={classes.list}>
        {steps.map((step) => (
          <Step key={`${step.peer} ${step.address}`} step={step} />
        ))}
      </ul>
      {trouble && (
        <Notice tone="bad" live>
          {refusal(trouble)}
        </Notice>
      )}
      <output className={classes.running}>
        {running && <Loader size="xs" aria-hidden="true" />}
        {running ? t('test.running') : !trouble && <strong>{summary}</strong>}
      </output>
      <Group justify="flex-end" gap="xs">
        {running ? (
          <Button variant="default" onClick={stop}>
            {t('test.stop')}
          </Button>
        ) : (
          <Button variant="default" onClick={() => void start(testOf(community))}>
            {t('test.again')}
          </Button>
        )}
        <Button data-autofocus onClick={onClose}>
          {t('common.close')}
        </Button>
      </Group>
    </Stack>
  )
}

function Step({ step }: { step: ReachStep }) {
  const { t } = useText()
  const path = usePathWords()
  const outcome = useOutcome(step)
  const { name, deviceName, kind, address } = step
  const ok = step.outcome === 'reached'
  const Icon = ok ? IconCircleCheck : IconCircleX
  return (
    <li className={classes.device}>
      <Icon size={18} aria-hidden="true" className={classes.mark} data-ok={ok} />
      <div className={classes.about}>
        <span>
          <span className={`fm-name ${classes.deviceName}`}>{name === '' ? t('test.unknown') : name}</span>
          {deviceName !== '' && <span className="fm-name"> – {deviceName}</span>}
        </span>
        <span className={classes.note}>
          {path(kind)} · {outcome}
        </span>
        <span className={classes.address} dir="ltr">
          {address}
        </span>
      </div>
    </li>
  )
}

function useOutcome({ outcome, ms }: ReachStep): string {
  const { t, format } = useText()
  switch (outcome) {
    case 'reached':
      return t('test.ok', { ms: format.number(Math.round(ms)) })
    case 'sync/unreachable':
    case 'sync/timeout':
      return t('test.silent')
    case 'sync/no-such-protocol':
      return t('test.version')
    case 'sync/not-ours-to-dial':
      return t('test.notDialled')
    default:
      return t('test.failed', { code: outcome })
  }
}
