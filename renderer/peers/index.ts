export { PeersPane } from './PeersPane.tsx'
export { SyncChip } from './SyncChip.tsx'
