/** The page about archives, which belongs to no one community. */
import { ArchivesPage, ImportWizard } from '../archive/index.ts'

export function ArchivesScreen() {
  return <ArchivesPage renderImport={(onClose) => <ImportWizard onClose={onClose} />} />
}
