export { MembersPane } from './MembersPane.tsx'
