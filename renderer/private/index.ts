export { CarryOffer } from './CarryOffer.tsx'
export { DirectDialog } from './DirectDialog.tsx'
export { NewPrivateDialog } from './NewPrivateDialog.tsx'
export { PeoplePane } from './PeoplePane.tsx'
