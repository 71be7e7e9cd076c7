/** Archives: a community as a file, made, looked at, checked, and gone on from. */
export { ArchivesPage } from './ArchivesPage.tsx'
export { ExportPage } from './ExportPage.tsx'
