/** Search: beside a room, and in the palette. */
export { SearchPage } from './SearchPage.tsx'
export { SearchPane } from './SearchPane.tsx'
export { usePaletteFinds } from './usePaletteFinds.tsx'
