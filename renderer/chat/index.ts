export { HiddenChip } from './HiddenChip.tsx'
export { HiddenPane } from './HiddenPane.tsx'
export { RoomPage } from './RoomPage.tsx'
