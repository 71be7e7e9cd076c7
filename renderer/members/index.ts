export { DecisionsPage } from './DecisionsPage.tsx'
export { MembersPage } from './MembersPage.tsx'
export { MembersPane } from './MembersPane.tsx'
export { PeopleTabs } from './PeopleTabs.tsx'
