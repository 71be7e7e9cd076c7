/** Where in an archive things stand. */
import { type DocumentId, fromBase64url, hex } from '../../shared/index.ts'

export const STATEMENT = 'record/statement.cbor'
export const README = 'README.txt'
/** Where all that is in the record stands. */
export const SEALS = 'record'

/** The folder of a place: the community first, then the private spaces in it. */
export function folderOf(place: number): string {
  return place === 0 ? 'record/community' : `record/private-${place}`
}

export function logFile(place: number): string {
  return `${folderOf(place)}/log.parts`
}

export function keysFile(place: number): string {
  return `${folderOf(place)}/keys.cbor`
}

/** A document's name in hex: two in base64url may differ by case alone. */
export function nameOf(document: DocumentId): string {
  return hex(fromBase64url(document) ?? new Uint8Array(0))
}

export function blocksFile(place: number, document: DocumentId): string {
  return `${folderOf(place)}/${nameOf(document)}.blocks`
}

export function documentFile(document: DocumentId): string {
  return `documents/${nameOf(document)}.automerge`
}
