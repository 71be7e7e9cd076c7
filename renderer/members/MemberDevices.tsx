/** What a member uses: devices with their names and states, and whether there is a recovery key. */
import { IconAlertTriangle, IconDeviceDesktop, IconKey } from '@tabler/icons-react'
import { useText } from '../i18n/index.ts'
import { PlaceLink, type CommunityId, type DeviceView, type MemberDetail } from '../session/index.ts'
import classes from './card.module.css'
import { Section } from './Section.tsx'

export function MemberDevices({ community, detail }: { community: CommunityId; detail: MemberDetail }) {
  const { t } = useText()
  const { deviceList, hasRecovery, state, me } = detail
  return (
    <Section title={t('person.devices')}>
      <ul className={classes.list}>
        {deviceList.map((device) => (
          <Device key={device.id} device={device} />
        ))}
      </ul>
      {me && (
        <PlaceLink to={{ at: 'devices', community }} className={classes.link}>
          {t('person.ownDevices')}
        </PlaceLink>
      )}
      {!me && !hasRecovery && (state === 'active' || state === 'pending') && (
        <p className={classes.hint}>{t('person.noRecovery')}</p>
      )}
    </Section>
  )
}

function Device({ device }: { device: DeviceView }) {
  const { t, format } = useText()
  const { name, state, recovery, mine, online, equivocated, since } = device
  const states = {
    active: recovery ? '' : online || mine ? t('people.isOnline') : t('person.deviceActive'),
    removed: t('person.deviceRemoved'),
    suspended: t('person.deviceSuspended'),
  }
  const notes = [
    ...(mine ? [t('person.thisDevice')] : []),
    ...(states[state] === '' ? [] : [states[state]]),
    t('person.added', { when: format.date(since) }),
  ]
  return (
    <li className={classes.device} data-state={state}>
      <span className={classes.icon}>
        {recovery ? <IconKey size={18} aria-hidden="true" /> : <IconDeviceDesktop size={18} aria-hidden="true" />}
      </span>
      <div className={classes.about}>
        <bdi className={classes.deviceName}>{recovery ? t('person.recovery') : name || t('person.device')}</bdi>
        <span className={classes.hint}>{notes.join(' · ')}</span>
        {state === 'suspended' && <Warning>{t('person.suspendedMeans')}</Warning>}
        {equivocated && <Warning>{t('person.equivocated')}</Warning>}
      </div>
    </li>
  )
}

function Warning({ children }: { children: string }) {
  return (
    <span className={classes.warning}>
      <IconAlertTriangle size={15} aria-hidden="true" />
      <span>{children}</span>
    </span>
  )
}
