import { IconFile, IconMovie, IconMusic, IconPhoto } from '@tabler/icons-react'
import type { AttachmentKind } from '../../core/shared/index.ts'

const signs = { picture: IconPhoto, audio: IconMusic, video: IconMovie, file: IconFile } as const

export function FileSign({ kind, size = 22 }: { kind: AttachmentKind; size?: number }) {
  const Sign = signs[kind]
  return <Sign size={size} aria-hidden="true" />
}
