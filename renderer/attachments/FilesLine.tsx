/** Files of a message in one line, where only its beginning is shown. */
import { IconPaperclip } from '@tabler/icons-react'
import type { FileView } from '../session/index.ts'
import classes from './attachments.module.css'
import { useFilesTold } from './told.ts'

export function FilesLine({ files }: { files: readonly FileView[] }) {
  const told = useFilesTold()
  if (files.length === 0) return null
  return (
    <span className={classes.filesLine}>
      <IconPaperclip size={14} aria-hidden="true" />
      <bdi>{told(files)}</bdi>
    </span>
  )
}
