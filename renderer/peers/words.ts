import { useText } from '../i18n/index.ts'
import type { SyncView } from '../session/index.ts'

/** A state of the network in a few words, and in a sentence. */
export function useSyncWords(sync: SyncView | undefined): { short: string; long: string } {
  const { t } = useText()
  switch (sync?.state) {
    case undefined:
    case 'connecting':
      return { short: t('sync.connecting'), long: t('sync.connectingLong') }
    case 'up-to-date':
      return { short: t('sync.up-to-date', { count: sync.peers }), long: t('sync.upToDateLong') }
    case 'receiving':
      return { short: t('sync.receiving', { count: sync.receiving }), long: t('sync.receivingLong') }
    case 'alone':
      return {
        short: sync.waiting > 0 ? t('sync.aloneWaiting', { count: sync.waiting }) : t('sync.alone'),
        long: t('sync.aloneLong'),
      }
    case 'offline':
      return {
        short: sync.waiting > 0 ? t('sync.offlineWaiting', { count: sync.waiting }) : t('sync.offline'),
        long: t('sync.offlineLong'),
      }
  }
}
