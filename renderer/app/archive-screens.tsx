/** The page about archives, which belongs to no one community. */
import { ArchivesPage } from '../archive/index.ts'

export function ArchivesScreen() {
  return <ArchivesPage />
}
