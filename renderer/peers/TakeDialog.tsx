/** Changes of a community into a file: for whom, how much, making it, and saving it. */
import { Button, Group, Modal, Progress, Select, Stack, Text, TextInput } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import { useText } from '../i18n/index.ts'
import {
  command,
  useConnection,
  type BundlePlan,
  type CommunitySummary,
  type Refusal,
  type SyncView,
  useRun,
} from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import { take, type Taken, type Wish } from './carry.ts'
import classes from './peers.module.css'

interface TakeDialogProps {
  readonly community: CommunitySummary
  readonly sync: SyncView
  readonly opened: boolean
  readonly onClose: () => void
}

export function TakeDialog({ opened, ...rest }: TakeDialogProps) {
  const { t } = useText()
  return (
    <Modal
      opened={opened}
      onClose={rest.onClose}
      title={t('files.takeTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <TakeForm {...rest} />
    </Modal>
  )
}

function TakeForm({ community, sync, onClose }: Omit<TakeDialogProps, 'opened'>) {
  const { t, format, refusal } = useText()
  const [device, setDevice] = useState<string | null>(null)
  const [day, setDay] = useState<string | undefined>()
  const run = useRun<Taken>()
  const since = day === undefined ? undefined : startOf(day)
  const wish = useMemo<Wish>(
    () => ({
      community: community.id,
      ...(device !== null && { for: device }),
      ...(device === null && since !== undefined && { since }),
    }),
    [community.id, device, since],
  )
  const { plan, trouble } = usePlan(wish)
  const { told, state } = run
  const problem = run.refusal ?? trouble
  const choosing = state === 'idle' || state === 'refused' || state === 'stopped'

  if (state === 'running') {
    return (
      <Stack>
        <Text aria-hidden="true">
          {t('files.making', { done: format.bytes(told?.bytes ?? 0), whole: format.bytes(plan?.bytes ?? 0) })}
        </Text>
        <Progress
          value={plan && plan.bytes > 0 ? Math.min(100, (100 * (told?.bytes ?? 0)) / plan.bytes) : 0}
          aria-label={t('files.takeTitle')}
        />
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={run.stop}>
            {t('common.cancel')}
          </Button>
        </Group>
      </Stack>
    )
  }
  if (told?.file && !choosing) return <Made file={told.file} name={community.name} onClose={onClose} />
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void run.start(take(wish))
      }}
    >
      <Stack>
        <Select
          label={t('files.for')}
          data-autofocus
          allowDeselect={false}
          value={device ?? ''}
          onChange={(value) => setDevice(value === '' ? null : value)}
          data={[{ value: '', label: t('files.everyone') }, ...devicesOf(sync, t('sync.unnamed'))]}
          {...(device !== null && { description: t('files.lacking') })}
        />
        {device === null && (
          <Select
            label={t('files.since')}
            allowDeselect={false}
            value={day === undefined ? 'all' : 'day'}
            onChange={(value) => setDay(value === 'day' ? '' : undefined)}
            data={[
              { value: 'all', label: t('files.all') },
              { value: 'day', label: t('files.sinceDay') },
            ]}
          />
        )}
        {device === null && day !== undefined && (
          <TextInput
            type="date"
            label={t('files.day')}
            required
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
        )}
        <output className={classes.note}>
          {plan === undefined
            ? !trouble && t('files.sizing')
            : plan.parcels === 0
              ? t('files.sizeNothing')
              : t('files.size', { size: format.bytes(plan.bytes) })}
        </output>
        {problem && (
          <Notice tone="bad" live>
            {refusal(problem)}
          </Notice>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={!plan || plan.parcels === 0}>
            {t('files.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface Planned {
  readonly of: Wish
  readonly plan?: BundlePlan
  readonly trouble?: Refusal
}

/** How large the file would be; asked again whenever the wish is another. */
function usePlan(wish: Wish): Omit<Planned, 'of'> {
  const connection = useConnection()
  const [planned, setPlanned] = useState<Planned | undefined>()
  useEffect(() => {
    // Finding it out is work: it ends with the wish.
    const stop = new AbortController()
    const { signal } = stop
    void command(connection, (client) => client.bundles.plan(wish, { signal })).then((outcome) => {
      if (!signal.aborted)
        setPlanned({ of: wish, ...(outcome.ok ? { plan: outcome.value } : { trouble: outcome.refusal }) })
    })
    return () => stop.abort()
  }, [connection, wish])
  return planned?.of === wish ? planned : {}
}

function Made({ file, name, onClose }: { file: Blob; name: string; onClose: () => void }) {
  const { t, format } = useText()
  const save = (): void => {
    const anchor = document.createElement('a')
    anchor.href = URL.createObjectURL(file)
    const today = new Date().toISOString().slice(0, 10)
    anchor.download = `${`${t('files.file')} ${name} ${today}`.replace(/[^\p{L}\p{N}]+/gu, '-')}.folkmoot`
    anchor.click()
    URL.revokeObjectURL(anchor.href)
  }
  return (
    <Stack>
      <Notice tone="good" live>
        {t('files.made', { size: format.bytes(file.size) })}
      </Notice>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('common.close')}
        </Button>
        <Button data-autofocus onClick={save}>
          {t('files.download')}
        </Button>
      </Group>
    </Stack>
  )
}

/** Midnight of a day as typed, on this device's calendar; nothing while it is not one. */
function startOf(day: string): number | undefined {
  const ms = new Date(`${day}T00:00`).getTime()
  return Number.isNaN(ms) || ms < 0 ? undefined : ms
}

function devicesOf({ list, unreached }: SyncView, unnamed: string): { value: string; label: string }[] {
  const labels = new Map(
    [...unreached, ...list].map(({ device, name, deviceName }) => [
      device,
      `\u2068${name}\u2069 – \u2068${deviceName === '' ? unnamed : deviceName}\u2069`,
    ]),
  )
  return [...labels].map(([value, label]) => ({ value, label }))
}
