/** A picture of a message: fetched when it comes into view, unless it is large, and then shown. */
import { useState } from 'react'
import { attachmentKind } from '../../core/shared/index.ts'
import { LIMITS, type FileView } from '../session/index.ts'
import type { FilePlace } from './place.ts'
import { unshown } from './read.ts'
import { useFile, type FileStanding } from './useFile.ts'
import { useHeld } from './useHeld.ts'

export interface ShownPicture {
  readonly url: string | undefined
  readonly standing: FileStanding
  /** It is here and no picture that can be drawn. */
  readonly broken: boolean
  /** It is not fetched unless somebody asks. */
  readonly asks: boolean
  /** The browser could not draw it. */
  fail(): void
}

export function usePicture(of: FilePlace, file: FileView, inView: boolean): ShownPicture {
  const isPicture = attachmentKind(file.type) === 'picture'
  const standing = useFile(of, file, inView && isPicture && file.size <= LIMITS.attachmentShownBytes)
  const isHere = standing.state === 'here'
  const fits = isPicture && file.size <= LIMITS.attachmentPlayedBytes
  const held = useHeld(of, file, inView && isHere && fits)
  const [failed, setFailed] = useState(false)
  const refusal = held && 'refusal' in held ? held.refusal : undefined
  const isWrong = refusal?.code === 'files/wrong'
  const isUnshown = refusal?.code === unshown.code
  return {
    url: held && 'url' in held && !failed ? held.url : undefined,
    standing: isWrong
      ? { ...standing, state: 'wrong' }
      : { ...standing, refusal: standing.refusal ?? (isUnshown ? undefined : refusal) },
    broken: failed || isUnshown || (isHere && !fits),
    asks: standing.state === 'away' && file.size > LIMITS.attachmentShownBytes,
    fail: () => setFailed(true),
  }
}
