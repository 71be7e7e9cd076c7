/** What an attached file may be shown as. Only what is named here is ever drawn or played; everything else is a file to be saved. */
export type AttachmentKind = 'picture' | 'audio' | 'video' | 'file'

const KINDS: ReadonlyMap<string, AttachmentKind> = new Map([
  ...['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif'].map((type) => [type, 'picture'] as const),
  ...['audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/wav', 'audio/webm', 'audio/flac', 'audio/aac'].map(
    (type) => [type, 'audio'] as const,
  ),
  ...['video/mp4', 'video/webm', 'video/ogg'].map((type) => [type, 'video'] as const),
])

/** By its media type, without parameters, in lower case. SVG and HTML are files: they can carry programs. */
export function attachmentKind(type: string): AttachmentKind {
  return KINDS.get(type) ?? 'file'
}

/** A media type as it may be kept: `type/subtype`, lower case, without parameters; empty for whatever is none. */
export function cleanMediaType(type: string): string {
  const [bare = ''] = type.toLowerCase().split(';')
  return /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/.test(bare.trim()) ? bare.trim() : ''
}
