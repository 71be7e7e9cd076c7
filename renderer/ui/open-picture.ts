/** Decoding a picture somebody chose themselves happens here, in the sandboxed page: nowhere else is one looked into. */
export type Opened = { readonly bitmap: ImageBitmap } | { readonly trouble: 'not-one' | 'too-large' }

/** Opens a file of at most so many bytes as a picture, turned as its camera says. */
export async function openPicture(file: Blob, most: number): Promise<Opened> {
  if (file.size > most) return { trouble: 'too-large' }
  try {
    return { bitmap: await createImageBitmap(file) }
  } catch {
    // No picture, or none this browser knows: the person is told.
    return { trouble: 'not-one' }
  }
}
