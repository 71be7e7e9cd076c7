/** Lets the person choose files, several at once. */
import { FileButton } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { useRef } from 'react'
import { useText } from '../i18n/index.ts'
import { IconButton } from '../ui/index.ts'
import type { Tray } from './tray.ts'

export function AttachButton({ tray, onChosen }: { tray: Tray; onChosen: () => void }) {
  const { t } = useText()
  const reset = useRef<() => void>(null)
  const take = (files: readonly File[]): void => {
    if (files.length === 0) return
    tray.add(files)
    // The same file may be chosen again after it was taken away.
    reset.current?.()
    onChosen()
  }
  return (
    <FileButton multiple resetRef={reset} onChange={take}>
      {(props) => (
        <IconButton {...props} label={t('attach.add')}>
          <IconPaperclip size={19} aria-hidden="true" />
        </IconButton>
      )}
    </FileButton>
  )
}
