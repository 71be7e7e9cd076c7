/** Who is connected and how, who is not and why, and what can be done about it. */
import { Button, Progress } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useText } from '../i18n/index.ts'
import { useCommand, useSync, type CommunityId, type CommunitySummary, type SyncView } from '../session/index.ts'
import { Notice, Pane } from '../ui/index.ts'
import { peopleOf } from './group.ts'
import { Helping } from './Helping.tsx'
import { Keepers } from './Keepers.tsx'
import { Part } from './Part.tsx'
import classes from './peers.module.css'
import { PersonRow } from './PersonRow.tsx'
import { Tools } from './Tools.tsx'
import { isKept, receivedShare, useSyncWords } from './words.ts'

export function PeersPane({ community, onClose }: { community: CommunitySummary; onClose: () => void }) {
  const { t } = useText()
  const sync = useSync(community.id)
  return (
    <Pane title={t('sync.title')} onClose={onClose}>
      <Summary community={community} sync={sync} />
      {sync && (
        <>
          <People community={community} sync={sync} />
          <Helping sync={sync} />
          <Keepers community={community} keepers={sync.keepers} />
          <Tools community={community} sync={sync} />
          <Own addresses={sync.addresses} />
        </>
      )}
    </Pane>
  )
}

function Summary({ community: { id, members }, sync }: { community: CommunitySummary; sync: SyncView | undefined }) {
  const { t } = useText()
  // Who is the only member misses nobody; that is said below.
  const isFirst = members === 1
  const { short, long } = useSyncWords(sync)
  return (
    <div className={classes.summary}>
      <output>
        <strong>{short}</strong>
      </output>
      {long !== '' && !isFirst && <span>{long}</span>}
      {sync && sync.waiting > 0 && (
        <span>{t(isKept(sync) ? 'sync.waitingKept' : 'sync.waiting', { count: sync.waiting })}</span>
      )}
      {sync?.state === 'receiving' && <Progress value={receivedShare(sync)} aria-label={short} />}
      {/* Where it says who is not connected, it stands beside that. */}
      {sync && !isFirst && peopleOf(sync).away.length === 0 && <Retry community={id} />}
    </div>
  )
}

function Retry({ community }: { community: CommunityId }) {
  const { t, refusal } = useText()
  const retry = useCommand((client) => client.sync.retry({ community }))
  return (
    <div>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconRefresh size={15} aria-hidden="true" />}
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
  )
}

function People({ community: { id: community, members }, sync }: { community: CommunitySummary; sync: SyncView }) {
  const { t } = useText()
  const { here, away } = peopleOf(sync)
  const more = sync.unreachedCount - sync.unreached.length
  return (
    <>
      <Part title={t('sync.people')}>
        {here.length === 0 && (
          <p className={classes.note}>{members === 1 ? t('sync.nobodyElse') : t('sync.noPeers')}</p>
        )}
        <ul className={classes.list}>
          {here.map((person) => (
            <PersonRow key={person.member} community={community} person={person} />
          ))}
        </ul>
      </Part>
      {away.length > 0 && (
        <Part title={t('sync.away')} action={<Retry community={community} />}>
          <ul className={classes.list}>
            {away.map((person) => (
              <PersonRow key={person.member} community={community} person={person} />
            ))}
          </ul>
          {more > 0 && <p className={classes.note}>{t('sync.awayMore', { count: more })}</p>}
          <details className={classes.more}>
            <summary>{t('sync.hintsTitle')}</summary>
            <ul className={classes.facts}>
              <li>{t('sync.hintOff')}</li>
              <li>{t('sync.hintLan')}</li>
              <li>{t('sync.hintHelp')}</li>
              <li>{t('sync.hintKeeper')}</li>
              <li>{t('sync.hintFile')}</li>
            </ul>
          </details>
        </Part>
      )}
    </>
  )
}

function Own({ addresses }: { addresses: readonly string[] }) {
  const { t } = useText()
  return (
    <Part title={t('sync.own')}>
      {addresses.length === 0 && <p className={classes.note}>{t('sync.noAddress')}</p>}
      <ul className={classes.plain}>
        {addresses.map((address) => (
          <li key={address} className={classes.address} dir="ltr">
            {address}
          </li>
        ))}
      </ul>
    </Part>
  )
}
