/** Search: beside a room, and in the palette. */
export { SearchPane } from './SearchPane.tsx'
export { usePaletteFinds } from './usePaletteFinds.tsx'
export { wishFor } from './wish.ts'
