/** The files of a message: its pictures together, then the others one under the other. */
import { attachmentKind } from '../../core/shared/index.ts'
import type { EntryId, FileView } from '../session/index.ts'
import classes from './attachments.module.css'
import { FileCard } from './FileCard.tsx'
import { Gallery } from './Gallery.tsx'
import type { SpacePlace } from './place.ts'

interface MessageFilesProps {
  readonly place: SpacePlace
  readonly message: EntryId
  readonly files: readonly FileView[]
}

export function MessageFiles({ place, message, files }: MessageFilesProps) {
  const placed = files.map((file, at) => ({ file, of: { ...place, message, at } }))
  const isPicture = ({ type }: FileView): boolean => attachmentKind(type) === 'picture'
  const pictures = placed.filter(({ file }) => isPicture(file))
  const others = placed.filter(({ file }) => !isPicture(file))
  return (
    <div className={classes.files}>
      {pictures.length > 0 && <Gallery pictures={pictures} />}
      {others.map(({ file, of }) => (
        <FileCard key={of.at} of={of} file={file} />
      ))}
    </div>
  )
}
