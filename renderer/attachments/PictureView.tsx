/** Pictures of a message over the whole screen, one after the other. */
import { Button, Modal } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { useText } from '../i18n/index.ts'
import type { FileView } from '../session/index.ts'
import { IconButton } from '../ui/index.ts'
import classes from './attachments.module.css'
import type { FilePlace, Placed } from './place.ts'
import { SaveButton } from './SaveButton.tsx'
import { Standing } from './Standing.tsx'
import { usePicture } from './usePicture.ts'

interface PictureViewProps {
  readonly pictures: readonly Placed[]
  readonly open: number | undefined
  readonly onMove: (to: number) => void
  readonly onClose: () => void
}

export function PictureView({ pictures, open, onMove, onClose }: PictureViewProps) {
  const { t, format } = useText()
  const shown = open === undefined ? undefined : pictures[open]
  const count = pictures.length
  const at = open ?? 0
  const step = (by: 1 | -1): void => onMove((at + by + count) % count)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    if (event.ctrlKey || event.metaKey || event.altKey || count < 2) return
    event.preventDefault()
    // The next one stands where one reads on.
    const onwards = event.currentTarget.matches(':dir(rtl)') ? 'ArrowLeft' : 'ArrowRight'
    step(event.key === onwards ? 1 : -1)
  }
  return (
    <Modal
      opened={shown !== undefined}
      onClose={onClose}
      fullScreen
      title={<bdi>{shown?.file.name}</bdi>}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      classNames={{ content: classes.view ?? '', body: classes.viewBody ?? '', title: classes.viewTitle ?? '' }}
      onKeyDown={onKeyDown}
    >
      {shown && count > 1 && (
        <>
          <output className="fm-unseen">{`${t('attach.place', { at: format.number(at + 1), count })}: ${nameOf(shown.file)}`}</output>
          <IconButton label={t('attach.previous')} size={44} className={classes.before ?? ''} onClick={() => step(-1)}>
            <IconChevronLeft size={26} aria-hidden="true" />
          </IconButton>
        </>
      )}
      {shown && (
        <Shown
          key={shown.of.at}
          {...shown}
          place={count > 1 ? `${t('attach.place', { at: format.number(at + 1), count })} · ` : ''}
        />
      )}
      {shown && count > 1 && (
        <IconButton label={t('attach.next')} size={44} className={classes.after ?? ''} onClick={() => step(1)}>
          <IconChevronRight size={26} aria-hidden="true" />
        </IconButton>
      )}
    </Modal>
  )
}

const nameOf = ({ alt, name }: FileView): string => alt || name

/** Its parts stand beside the buttons, which stay while pictures change. */
function Shown({ of, file, place }: { of: FilePlace; file: FileView; place: string }) {
  const { t, format } = useText()
  const { url, standing, broken, asks, fail } = usePicture(of, file, true)
  const isWrong = standing.state === 'wrong'
  return (
    <>
      {url !== undefined && !isWrong ? (
        <img className={classes.large} src={url} alt={nameOf(file)} draggable={false} onError={fail} />
      ) : (
        <div className={classes.largeNone}>
          {asks && (
            <Button variant="default" onClick={standing.fetch}>
              {t('attach.get')} · {format.bytes(file.size)}
            </Button>
          )}
          {broken && !isWrong && <p className={classes.line}>{t('attach.broken')}</p>}
          <Standing file={file} standing={standing} />
        </div>
      )}
      <div className={classes.viewFoot}>
        <div className={classes.viewWords}>
          {file.alt !== '' && (
            <p className={classes.line} dir="auto">
              {file.alt}
            </p>
          )}
          <span className={classes.quiet}>
            {place}
            {format.bytes(file.size)}
          </span>
        </div>
        {standing.state === 'here' && <SaveButton of={of} file={file} />}
      </div>
    </>
  )
}
