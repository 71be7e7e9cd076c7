/** Files that are attached to messages, in their encrypted form: sealed in chunks, kept, opened. */
export type { BlobPlace, BlobRef, BlobRoot, SealedChunk } from './about.ts'
export { type BlobProgress, BlobStore, type BlobStoreParts } from './blob-store.ts'
export { blobErrors } from './errors.ts'
export { chunkId, chunkNames, openRoot } from './root.ts'
export { blobsSchema } from './schema.ts'
export { BlobSealing, openChunk } from './sealing.ts'
