const encoder = new TextEncoder()

export interface Length {
  readonly bytes: number
  /** Bytes that are left, once they are worth telling; negative when there are too many. */
  readonly left: number | undefined
}

/** How a text stands to a limit in bytes. Told from nine tenths of it on. */
export function lengthOf(text: string, most: number): Length {
  // No character takes more than three bytes for each unit of its length: most texts need no counting.
  if (text.length * 3 < most * 0.9) return { bytes: text.length, left: undefined }
  const bytes = encoder.encode(text).length
  return { bytes, left: bytes >= most * 0.9 ? most - bytes : undefined }
}
