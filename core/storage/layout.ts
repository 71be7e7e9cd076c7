import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { CommunityId } from '../shared/index.ts'
import { fromFileSystem, storageErrors } from './errors.ts'

/** Where things lie in a profile's folder: `key`, `profile.db`, `communities/<id>.db`, and `blobs/<id>/` with the encrypted files of a community. */

export function profilePath(folder: string): string {
  return join(folder, 'profile.db')
}

export function communitiesFolder(folder: string): string {
  return join(folder, 'communities')
}

/** @throws storage/invalid for a text that cannot be an id, so that no id can lead out of the folder */
export function communityPath(folder: string, id: CommunityId): string {
  if (!ID.test(id)) throw storageErrors('invalid')
  return join(communitiesFolder(folder), `${id}.db`)
}

/** @throws storage/invalid for a text that cannot be an id */
export function blobsFolder(folder: string, id: CommunityId): string {
  if (!ID.test(id)) throw storageErrors('invalid')
  return join(folder, 'blobs', id)
}

/** The communities whose database lies in the folder. */
export function communityFiles(folder: string): CommunityId[] {
  const place = communitiesFolder(folder)
  try {
    if (!statSync(place, { throwIfNoEntry: false })?.isDirectory()) return []
    const names = readdirSync(place).filter((name) => name.endsWith('.db') && ID.test(name.slice(0, -3)))
    return names.map((name) => name.slice(0, -3) as CommunityId).sort()
  } catch (error) {
    throw fromFileSystem(error, place)
  }
}

const ID = /^[A-Za-z0-9_-]{1,64}$/
