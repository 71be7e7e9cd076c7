import { useText } from '../i18n/index.ts'
import type { PeerView, SyncView } from '../session/index.ts'

/** A state of the network in a few words, and in a sentence. */
export function useSyncWords(sync: SyncView | undefined): { short: string; long: string } {
  const { t } = useText()
  const waiting = sync?.waiting ?? 0
  switch (sync?.state) {
    case undefined:
      return { short: t('sync.loading'), long: '' }
    case 'connecting':
      return { short: t('sync.connecting'), long: t('sync.connectingLong') }
    case 'up-to-date':
      return { short: t('sync.up-to-date', { count: sync.peers }), long: t('sync.upToDateLong') }
    case 'receiving':
      // Parcels of a keeper are no pages: how many pages are in them is known once they are read.
      return {
        short: sync.list.length > 0 ? t('sync.receiving', { count: sync.receiving.left }) : t('sync.receivingKept'),
        long: t('sync.receivingLong'),
      }
    case 'kept':
      return {
        short: waiting > 0 ? t('sync.keptWaiting', { count: waiting }) : t('sync.kept'),
        long: t('sync.keptLong'),
      }
    case 'alone':
      return {
        short: waiting > 0 ? t('sync.aloneWaiting', { count: waiting }) : t('sync.alone'),
        long: t('sync.aloneLong'),
      }
    case 'offline':
      return {
        short: waiting > 0 ? t('sync.offlineWaiting', { count: waiting }) : t('sync.offline'),
        long: t('sync.offlineLong'),
      }
  }
}

/** By which way a device is connected. */
export function usePathWords(): (path: PeerView['path'], relayedBy?: string) => string {
  const { t } = useText()
  return (path, relayedBy) => {
    switch (path) {
      case 'memory':
        return t('sync.pathMemory')
      case 'lan':
        return t('sync.pathLan')
      case 'direct':
        return t('sync.pathDirect')
      case 'punched':
        return t('sync.pathPunched')
      case 'relayed':
        return relayedBy ? t('sync.pathRelayedBy', { name: isolated(relayedBy) }) : t('sync.pathRelayed')
    }
  }
}

/** A name somebody chose, kept from turning the sentence around it. */
export const isolated = (name: string): string => `\u2068${name}\u2069`

/** How far the receiving has come, in hundredths. */
export function receivedShare({ receiving: { left, whole } }: SyncView): number {
  return whole === 0 ? 0 : Math.round((100 * (whole - left)) / whole)
}

/** Whether a keeper holds all that was written here: what waits for members does not lie on this device alone. */
export function isKept({ keepers }: SyncView): boolean {
  return keepers.some(({ state, waiting }) => state === 'reached' && waiting === 0)
}
