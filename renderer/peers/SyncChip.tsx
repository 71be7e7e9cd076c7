/** The one truth about the network, in a word and a picture. */
import { IconCloudDownload, IconDatabase, IconRefresh, IconUserOff, IconUsers, IconWifiOff } from '@tabler/icons-react'
import { useText } from '../i18n/index.ts'
import { useSync, type CommunityId } from '../session/index.ts'
import classes from './peers.module.css'
import { receivedShare, useSyncWords } from './words.ts'

const icons = {
  offline: IconWifiOff,
  alone: IconUserOff,
  connecting: IconRefresh,
  receiving: IconCloudDownload,
  'up-to-date': IconUsers,
  kept: IconDatabase,
}

interface SyncChipProps {
  readonly community: CommunityId
  /** Whether the connections are shown beside. */
  readonly open: boolean
  readonly onToggle: () => void
}

export function SyncChip({ community, open, onToggle }: SyncChipProps) {
  const { t } = useText()
  const sync = useSync(community)
  const { short } = useSyncWords(sync)
  const Icon = icons[sync?.state ?? 'connecting']
  return (
    <button
      type="button"
      className={classes.chip}
      data-state={sync?.state}
      data-waiting={sync !== undefined && sync.waiting > 0}
      aria-expanded={open}
      aria-label={`${t('sync.label')}: ${short}`}
      title={short}
      onClick={onToggle}
    >
      <Icon size={16} aria-hidden="true" />
      <span className={classes.words}>{short}</span>
      {sync?.state === 'receiving' && (
        <span className={classes.share} style={{ inlineSize: `${receivedShare(sync)}%` }} aria-hidden="true" />
      )}
    </button>
  )
}
