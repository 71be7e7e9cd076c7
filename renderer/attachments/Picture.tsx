/** One picture among others, in a box whose size is known before it comes. */
import { IconDownload, IconPhoto } from '@tabler/icons-react'
import { useRef, type CSSProperties } from 'react'
import { useText } from '../i18n/index.ts'
import type { FileView } from '../session/index.ts'
import { noStop } from '../ui/index.ts'
import classes from './attachments.module.css'
import type { FilePlace } from './place.ts'
import { Standing } from './Standing.tsx'
import { useInView } from './useInView.ts'
import { usePicture } from './usePicture.ts'

interface PictureProps {
  readonly of: FilePlace
  readonly file: FileView
  readonly style?: CSSProperties
  /** Pictures that are not shown, and stand behind this one. */
  readonly more: number
  readonly onOpen: () => void
}

export function Picture({ of, file, style, more, onOpen }: PictureProps) {
  const { t, format } = useText()
  const box = useRef<HTMLButtonElement>(null)
  const inView = useInView(box)
  const { url, standing, broken, asks, fail } = usePicture(of, file, inView)
  const isWrong = standing.state === 'wrong'
  const name = file.alt || file.name
  const label = asks
    ? t('attach.getNamed', { name, size: format.bytes(file.size) })
    : more > 0
      ? t('attach.openMore', { name, count: more })
      : t('attach.open', { name })
  return (
    <button
      ref={box}
      type="button"
      {...noStop}
      className={classes.picture}
      style={style}
      data-state={standing.state}
      title={file.alt || undefined}
      onClick={asks ? standing.fetch : onOpen}
    >
      <span className="fm-unseen">{label}</span>
      {url !== undefined && !isWrong ? (
        <img src={url} alt="" draggable={false} decoding="async" onError={fail} />
      ) : (
        <span className={classes.placeholder}>
          {!isWrong && <IconPhoto size={24} aria-hidden="true" />}
          {asks && (
            <span className={classes.getWords} aria-hidden="true">
              <IconDownload size={16} /> {t('attach.get')} · {format.bytes(file.size)}
            </span>
          )}
          {broken && !isWrong && <span className={classes.quiet}>{t('attach.broken')}</span>}
          <Standing file={file} standing={standing} />
        </span>
      )}
      {more > 0 && (
        <span className={classes.more} aria-hidden="true">
          +{format.number(more)}
        </span>
      )}
    </button>
  )
}
