/** Which devices this one speaks to, by which way, and what is still to go or come. */
import { Button, Progress } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { MemberName } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { PlaceLink, useCommand, useSync, type CommunityId, type PeerView } from '../session/index.ts'
import { Notice, Pane, Tile } from '../ui/index.ts'
import classes from './peers.module.css'
import { useSyncWords } from './words.ts'

export function PeersPane({ community, onClose }: { community: CommunityId; onClose: () => void }) {
  const { t, refusal } = useText()
  const sync = useSync(community)
  const { short, long } = useSyncWords(sync)
  const retry = useCommand((client) => client.sync.retry({ community }))
  return (
    <Pane title={t('sync.title')} onClose={onClose}>
      <div className={classes.summary}>
        <output>
          <strong>{short}</strong>
        </output>
        <span>{long}</span>
        {sync && sync.waiting > 0 && <span>{t('sync.waiting', { count: sync.waiting })}</span>}
        {sync?.state === 'receiving' && <ReceivingBar left={sync.receiving} label={short} />}
        <Button
          variant="default"
          size="xs"
          leftSection={<IconRefresh size={16} aria-hidden="true" />}
          loading={retry.busy}
          onClick={() => void retry.run()}
        >
          {t('sync.retry')}
        </Button>
        {retry.refusal && (
          <Notice tone="bad" live>
            {refusal(retry.refusal)}
          </Notice>
        )}
      </div>
      <section className={classes.section}>
        <h3 className={classes.heading}>{t('sync.peers')}</h3>
        {sync?.list.length === 0 && <p className={classes.note}>{t('sync.noPeers')}</p>}
        <ul className={classes.list}>
          {sync?.list.map((peer) => (
            <Peer key={`${peer.device} ${peer.address}`} community={community} peer={peer} />
          ))}
        </ul>
      </section>
      <section className={classes.section}>
        <h3 className={classes.heading}>{t('sync.own')}</h3>
        {sync?.addresses.length === 0 && <p className={classes.note}>{t('sync.noAddress')}</p>}
        <ul className={classes.list}>
          {sync?.addresses.map((address) => (
            <li key={address} className={classes.address} dir="ltr">
              {address}
            </li>
          ))}
        </ul>
      </section>
    </Pane>
  )
}

function Peer({ community, peer }: { community: CommunityId; peer: PeerView }) {
  const { t } = useText()
  const path = { memory: t('sync.pathMemory'), lan: t('sync.pathLan'), direct: t('sync.pathDirect') }[peer.path]
  const state = {
    connecting: t('sync.peerConnecting'),
    authenticated: t('sync.peerAuthenticated'),
    synced: t('sync.peerSynced'),
  }[peer.state]
  const more = [
    ...(peer.receiving > 0 ? [t('sync.peerReceiving', { count: peer.receiving })] : []),
    ...(peer.sending > 0 ? [t('sync.peerSending', { count: peer.sending })] : []),
  ]
  return (
    <li className={classes.peer}>
      <Tile id={peer.member} name={peer.name} size="small" round />
      <span className={classes.about}>
        <PlaceLink to={{ at: 'members', community, member: peer.member }} className={classes.link}>
          <MemberName name={peer.name} />
        </PlaceLink>
        <span className={classes.note}>{[path, state, ...more].join(' · ')}</span>
        <span className={classes.address} dir="ltr" title={peer.address}>
          {peer.address}
        </span>
      </span>
    </li>
  )
}

/** How far the receiving has come since it began: the most that was ever left is the whole. */
function ReceivingBar({ left, label }: { left: number; label: string }) {
  const [whole, setWhole] = useState(left)
  if (left > whole) setWhole(left)
  return <Progress value={whole === 0 ? 0 : (100 * (whole - left)) / whole} aria-label={label} />
}
