/** A file that is no picture: what it is, getting it, hearing or seeing it, saving it. */
import { Button } from '@mantine/core'
import { IconDownload, IconPlayerPlay, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { attachmentKind } from '../../core/shared/index.ts'
import { useText } from '../i18n/index.ts'
import { LIMITS, type FileView } from '../session/index.ts'
import { IconButton, noStop } from '../ui/index.ts'
import classes from './attachments.module.css'
import { FileName } from './FileName.tsx'
import { FileSign } from './FileSign.tsx'
import type { FilePlace } from './place.ts'
import { Player } from './Player.tsx'
import { SaveButton } from './SaveButton.tsx'
import { Standing } from './Standing.tsx'
import { useFile } from './useFile.ts'

export function FileCard({ of, file }: { of: FilePlace; file: FileView }) {
  const { t, format } = useText()
  const standing = useFile(of, file, false)
  const [playing, setPlaying] = useState(false)
  const { name, size } = file
  const kind = attachmentKind(file.type)
  const isPlayed = kind === 'audio' || kind === 'video'
  const isHere = standing.state === 'here'
  const mayPlay = isPlayed && isHere && size <= LIMITS.attachmentPlayedBytes
  return (
    <div className={classes.card} data-state={standing.state}>
      <div className={classes.cardHead}>
        <span className={classes.sign}>
          <FileSign kind={kind} size={24} />
        </span>
        <div className={classes.cardWords}>
          <FileName name={name} />
          <span className={classes.quiet}>
            {t(`attach.${kind}`)} · {format.bytes(size)}
          </span>
          {isPlayed && isHere && !mayPlay && <span className={classes.quiet}>{t('attach.tooBig')}</span>}
        </div>
        {standing.state === 'away' && (
          <Button
            size="compact-sm"
            variant="default"
            {...noStop}
            leftSection={<IconDownload size={16} aria-hidden="true" />}
            aria-label={t('attach.getNamed', { name, size: format.bytes(size) })}
            onClick={standing.fetch}
          >
            {t('attach.get')}
          </Button>
        )}
        {standing.state === 'coming' && (
          <IconButton label={t('attach.stop', { name })} size={30} {...noStop} onClick={standing.stop}>
            <IconX size={16} aria-hidden="true" />
          </IconButton>
        )}
        {mayPlay && !playing && (
          <IconButton label={t('attach.play', { name })} size={30} {...noStop} onClick={() => setPlaying(true)}>
            <IconPlayerPlay size={18} aria-hidden="true" />
          </IconButton>
        )}
        {isHere && <SaveButton of={of} file={file} stop={noStop} />}
      </div>
      <Standing file={file} standing={standing} />
      {playing && mayPlay && <Player of={of} file={file} kind={kind} />}
    </div>
  )
}
