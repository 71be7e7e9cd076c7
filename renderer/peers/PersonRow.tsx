/** One person's devices: how each is connected, or why it is not. */
import {
  IconAffiliate,
  IconArrowsExchange,
  IconPlugConnectedX,
  IconWifi,
  IconWorld,
  type TablerIcon,
} from '@tabler/icons-react'
import { MemberName, PersonTile } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { PlaceLink, type CommunityId, type PeerView, type UnreachedView } from '../session/index.ts'
import { useNow } from '../ui/index.ts'
import type { Person } from './group.ts'
import classes from './peers.module.css'
import { whyOf } from './why.ts'
import { usePathWords } from './words.ts'

const icons: Readonly<Record<PeerView['path'], TablerIcon>> = {
  memory: IconWifi,
  lan: IconWifi,
  direct: IconWorld,
  punched: IconArrowsExchange,
  relayed: IconAffiliate,
}

export function PersonRow({ community, person }: { community: CommunityId; person: Person }) {
  const { t } = useText()
  const { member, name, mine, met, away } = person
  const several = met.length + away.length > 1
  return (
    <li className={classes.person}>
      <PersonTile id={member} name={name} size="small" />
      <div className={classes.about}>
        <span className={classes.who}>
          <PlaceLink to={{ at: 'members', community, member }} className={classes.link}>
            <MemberName name={name} />
          </PlaceLink>
          {mine && <span className={classes.note}>{t('sync.you')}</span>}
        </span>
        <ul className={classes.devices}>
          {met.map((peer) => (
            <Met key={`${peer.device} ${peer.address}`} peer={peer} several={several} />
          ))}
          {away.map((device) => (
            <Away key={device.device} device={device} several={several} />
          ))}
        </ul>
      </div>
    </li>
  )
}

function Met({ peer, several }: { peer: PeerView; several: boolean }) {
  const { t, format } = useText()
  const path = usePathWords()
  const now = useNow(60_000)
  const { deviceName, state, receiving, sending, address, since, received, sent } = peer
  const states = {
    connecting: t('sync.peerConnecting'),
    authenticated: t('sync.peerAuthenticated'),
    synced: t('sync.peerSynced'),
  }
  const facts = [
    path(peer.path, peer.relayedBy),
    // What is still under way says more than that it is.
    ...(receiving > 0 || sending > 0 ? [] : [states[state]]),
    ...(receiving > 0 ? [t('sync.peerReceiving', { count: receiving })] : []),
    ...(sending > 0 ? [t('sync.peerSending', { count: sending })] : []),
  ]
  const Icon = icons[peer.path]
  return (
    <li className={classes.device} data-met>
      <Icon size={16} aria-hidden="true" className={classes.sign} />
      <div className={classes.about}>
        <DeviceName name={deviceName} several={several} />
        <span className={classes.note}>{facts.join(' · ')}</span>
        <details className={classes.more}>
          <summary>{t('sync.details')}</summary>
          {since > 0 && <p>{t('sync.since', { when: format.ago(since, now) })}</p>}
          <p>{t('sync.traffic', { came: format.bytes(received), went: format.bytes(sent) })}</p>
          <p className={classes.address} dir="ltr">
            {address}
          </p>
        </details>
      </div>
    </li>
  )
}

function Away({ device, several }: { device: UnreachedView; several: boolean }) {
  const { t } = useText()
  const why = whyOf(device)
  const reason =
    why === 'whySilent'
      ? t('sync.whySilent', { count: device.addresses })
      : why === 'whyOther'
        ? t('sync.whyOther', { code: device.why })
        : t(`sync.${why}`)
  return (
    <li className={classes.device}>
      <IconPlugConnectedX size={16} aria-hidden="true" className={classes.sign} />
      <div className={classes.about}>
        <DeviceName name={device.deviceName} several={several} />
        <span className={classes.note}>
          {/* Where it is must be heard first: until then there is nothing to try. */}
          {reason} {why !== 'whyNowhere' && <NextTry device={device} />}
        </span>
        <LastMet device={device} />
      </div>
    </li>
  )
}

/** `several`: its person has other devices here, so that it is told which one this is. */
function DeviceName({ name, several }: { name: string; several: boolean }) {
  const { t } = useText()
  if (name === '' && !several) return null
  return (
    <span className={classes.deviceName}>
      <bdi>{name === '' ? t('sync.unnamed') : name}</bdi>
    </span>
  )
}

function NextTry({ device: { nextTry } }: { device: UnreachedView }) {
  const { t, format } = useText()
  const now = useNow(1000)
  if (nextTry === undefined) return null
  return nextTry <= now ? t('sync.trying') : t('sync.nextTry', { when: format.soon(nextTry, now) })
}

function LastMet({ device: { lastMet } }: { device: UnreachedView }) {
  const { t, format } = useText()
  const now = useNow(60_000)
  return (
    <span className={classes.note}>
      {lastMet === undefined ? t('sync.neverMet') : t('sync.lastMet', { when: format.ago(lastMet, now) })}
    </span>
  )
}
