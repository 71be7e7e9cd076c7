/** Sound or film with the browser's own controls; it begins because somebody has pressed play. */
import { Loader } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useText } from '../i18n/index.ts'
import type { FileView } from '../session/index.ts'
import classes from './attachments.module.css'
import { boxOf } from './box.ts'
import type { FilePlace } from './place.ts'
import { useHeld } from './useHeld.ts'

interface PlayerProps {
  readonly of: FilePlace
  readonly file: FileView
  readonly kind: 'audio' | 'video'
}

const wide = { width: 1600, height: 900 }

export function Player({ of, file, kind }: PlayerProps) {
  const { t, refusal: say } = useText()
  const held = useHeld(of, file, true)
  const [failed, setFailed] = useState(false)
  const player = useRef<HTMLMediaElement | null>(null)
  const url = held && 'url' in held ? held.url : undefined
  useEffect(() => {
    // The button that was pressed is gone.
    if (url !== undefined) player.current?.focus()
  }, [url])
  if (held && 'refusal' in held) return <span className={classes.bad}>{say(held.refusal)}</span>
  if (failed) return <span className={classes.bad}>{t('attach.unplayed')}</span>
  const rest = { src: url, controls: true, autoPlay: true, 'aria-label': file.name, onError: () => setFailed(true) }
  if (url === undefined) return <Loader size="sm" aria-label={t('common.loading')} />
  // What members attach carries no captions of its own; the track says that there are none.
  if (kind === 'audio') {
    return (
      <audio
        {...rest}
        ref={(element) => {
          player.current = element
        }}
        className={classes.audio}
      >
        <track kind="captions" />
      </audio>
    )
  }
  return (
    <video
      {...rest}
      ref={(element) => {
        player.current = element
      }}
      className={classes.video}
      style={boxOf(file.width === undefined ? wide : file)}
      playsInline
    >
      <track kind="captions" />
    </video>
  )
}
