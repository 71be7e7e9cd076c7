/** Pictures members show of themselves: who shows which, the bytes of each, and one's own. */
import { implement } from '@orpc/server'
import { contract } from '../../contract/index.ts'
import { base64url, fromBase64url, LIMITS } from '../../shared/index.ts'
import { pictureOf } from '../../documents/index.ts'
import { personErrors } from '../errors.ts'
import { live } from '../live.ts'
import type { Desk } from './desk.ts'

export function picturesArea({ clock, communities }: Desk) {
  const os = implement(contract.pictures)
  return os.router({
    watch: os.watch.handler(({ input, signal }) => {
      const { view, me } = communities.get(input.community)
      const subscribe = (told: () => void) => view.onChange(({ pictures }) => pictures && told())
      return live({ subscribe, clock, signal, tick: LIMITS.picturesTick }, () => ({
        me,
        pictures: view.pictures.all(),
      }))
    }),
    read: os.read.handler(({ input }) => {
      const bytes = communities.get(input.community).view.pictures.bytes(input.picture)
      const picture = bytes && pictureOf(bytes)
      if (!picture) throw personErrors('no-such-picture')
      return { type: picture.head.type, bytes: base64url(picture.bytes) }
    }),
    set: os.set.handler(({ input }) => {
      const community = communities.get(input.community)
      community.assertMayWrite()
      const bytes = input.picture === '' ? undefined : fromBase64url(input.picture)
      const picture = bytes && pictureOf(bytes)
      if (input.picture !== '' && !picture) throw personErrors('not-a-picture')
      const before = community.view.pictures.last(community.me)
      // What is shown already is not written once more: it would weigh as much again on everybody's disk.
      if ((before?.name ?? '') === (picture?.name ?? '')) return
      community.writing.picture(picture?.bytes, before?.at)
    }),
  })
}
