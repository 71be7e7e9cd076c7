/** The devices that are me in one community, how another one is added, and the key that outlives them all. */
import { Button, Loader } from '@mantine/core'
import { IconDeviceLaptop, IconPlus } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import { LIMITS, useDevices, useNavigator, type CommunitySummary, type DeviceView } from '../session/index.ts'
import { Bar, Empty, Notice, Sheet } from '../ui/index.ts'
import { DeviceRow } from './DeviceRow.tsx'
import classes from './devices.module.css'
import { PairingDialog } from './PairingDialog.tsx'
import { RecoveryCard } from './RecoveryCard.tsx'
import { RemoveDialog } from './RemoveDialog.tsx'
import { RenameDialog } from './RenameDialog.tsx'

/** What lies over the page, and about which device. */
type Over =
  | { readonly what: 'pair' }
  | { readonly what: 'rename'; readonly device: DeviceView }
  | { readonly what: 'remove'; readonly device: DeviceView }

export function DevicesPage({ community }: { community: CommunitySummary }) {
  const { t, refusal: sentence } = useText()
  const { value: devices, refusal } = useDevices(community.id)
  const [over, setOver] = useState<Over | undefined>()
  const close = (): void => setOver(undefined)
  const mayChange = community.state === 'member'

  const body = () => {
    if (refusal && !devices) return <Empty>{sentence(refusal)}</Empty>
    if (!devices) return <Loader size="sm" aria-label={t('common.loading')} />
    const own = devices.filter(({ recovery }) => !recovery)
    const active = own.filter(({ state }) => state === 'active').toSorted((a, b) => Number(b.mine) - Number(a.mine))
    const suspended = own.filter(({ state }) => state === 'suspended')
    const removed = own.filter(({ state }) => state === 'removed')
    const full = active.length >= LIMITS.memberDevices
    const rows = (list: readonly DeviceView[]) => (
      <ul className={classes.list}>
        {list.map((device) => (
          <DeviceRow
            key={device.id}
            device={device}
            {...(mayChange && device.state !== 'removed'
              ? {
                  onRename: () => setOver({ what: 'rename', device }),
                  onRemove: () => setOver({ what: 'remove', device }),
                }
              : {})}
          />
        ))}
      </ul>
    )
    return (
      <div className={classes.page}>
        <p className={classes.intro}>{t('devices.intro')}</p>
        <section className={classes.section} aria-labelledby="devices-in-use">
          <div className={classes.head}>
            <h2 className={classes.title} id="devices-in-use">
              {t('devices.list')}
            </h2>
            {mayChange && (
              <Button
                size="compact-md"
                leftSection={<IconPlus size={16} aria-hidden="true" />}
                disabled={full}
                onClick={() => setOver({ what: 'pair' })}
              >
                {t('devices.add')}
              </Button>
            )}
          </div>
          {full && mayChange && <Notice>{t('devices.full')}</Notice>}
          {rows(active)}
        </section>
        {suspended.length > 0 && <Suspended devices={suspended}>{rows(suspended)}</Suspended>}
        {mayChange && <RecoveryCard community={community} devices={devices} />}
        {removed.length > 0 && (
          <details className={classes.removed}>
            <summary>{t('devices.removed', { count: removed.length })}</summary>
            {rows(removed)}
          </details>
        )}
      </div>
    )
  }

  return (
    <>
      <Sheet bar={<Bar icon={<IconDeviceLaptop size={19} />} title={t('devices.title')} subtitle={community.name} />}>
        {body()}
      </Sheet>
      <PairingDialog community={community} opened={over?.what === 'pair'} onClose={close} />
      <RenameDialog
        community={community.id}
        device={over?.what === 'rename' ? over.device : undefined}
        onClose={close}
      />
      <RemoveDialog
        community={community.id}
        device={over?.what === 'remove' ? over.device : undefined}
        onClose={close}
      />
    </>
  )
}

function Suspended({ devices, children }: { devices: readonly DeviceView[]; children: ReactNode }) {
  const { t } = useText()
  const { go } = useNavigator()
  const here = devices.some(({ mine }) => mine)
  return (
    <section className={classes.section} aria-labelledby="devices-suspended">
      <h2 className={classes.title} id="devices-suspended">
        {t('devices.suspended')}
      </h2>
      <Notice
        tone="warn"
        action={
          <Button size="compact-sm" variant="default" onClick={() => go({ at: 'join' })}>
            {t('devices.useRecovery')}
          </Button>
        }
      >
        {t('devices.suspendedWhy')} {here && t('devices.suspendedHere')}
      </Notice>
      {children}
    </section>
  )
}
