/** Files may be dropped anywhere over the room they are for; while some are held over it, that is told. */
import { Portal } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useText } from '../i18n/index.ts'
import classes from './attachments.module.css'
import { chosenIn, hasFiles, type Chosen } from './chosen.ts'

interface DropAreaProps {
  readonly onDrop: (chosen: Chosen) => void
}

export function DropArea({ onDrop }: DropAreaProps) {
  const { t } = useText()
  const mark = useRef<HTMLSpanElement>(null)
  const [over, setOver] = useState<DOMRect>()
  const dropped = useEffectEvent(onDrop)
  useEffect(() => {
    const area = mark.current?.closest<HTMLElement>('[data-talk]')
    if (!area) return undefined
    const held = (event: DragEvent): void => {
      if (!hasFiles(event.dataTransfer)) return
      event.preventDefault()
      // A thread may lie within what belongs to its room.
      event.stopPropagation()
      if (event.type === 'drop') {
        setOver(undefined)
        dropped(chosenIn(event.dataTransfer))
      } else if (event.type === 'dragenter') setOver(area.getBoundingClientRect())
    }
    const left = (event: DragEvent): void => {
      // From one part of the room to another is no leaving.
      if (!(event.relatedTarget instanceof Node && area.contains(event.relatedTarget))) setOver(undefined)
    }
    const kinds = ['dragenter', 'dragover', 'drop'] as const
    for (const kind of kinds) area.addEventListener(kind, held)
    area.addEventListener('dragleave', left)
    return () => {
      for (const kind of kinds) area.removeEventListener(kind, held)
      area.removeEventListener('dragleave', left)
    }
  }, [])
  const { top, left, width, height } = over ?? { top: 0, left: 0, width: 0, height: 0 }
  return (
    <>
      <span ref={mark} hidden />
      {over && (
        <Portal>
          <div className={classes.drop} style={{ top, left, width, height }}>
            <span className={classes.dropWords}>
              <IconPaperclip size={22} aria-hidden="true" />
              {t('attach.addTo')}
            </span>
          </div>
        </Portal>
      )}
    </>
  )
}
