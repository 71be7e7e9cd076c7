/** The part of the contract that is about the network, keepers and files of changes, answered from a scene. */
import { setTimeout as pause } from 'node:timers/promises'
import type { CarriedView, NetworkView } from '../../../core/contract/index.ts'
import { FolkmootError, type CommunityId } from '../../../core/shared/index.ts'
import { Cell } from './cell.ts'
import type { SketchCommunity, SketchCore } from './core.ts'
import { guarded } from './guarded.ts'
import { allKeepers, networkOf, peerOf, steps } from './network-scene.ts'

const size = 3_400_000
const piece = Buffer.alloc(256 * 1024, 7).toString('base64')

export function networkHandlers(core: SketchCore, find: (community: CommunityId) => SketchCommunity) {
  const { network, keepers, bundles } = guarded
  const scene = core.network
  const view = new Cell<NetworkView>(networkOf(scene))
  const carried = new Cell<CarriedView>({
    ...{ offered: scene.carried !== undefined, on: false, mayChange: true, state: 'reached', waiting: false },
    ...scene.carried,
  })
  const willing = (): void => {
    if (scene.refuse) throw new FolkmootError('storage/disk-full', 'The disk is full.')
  }
  const linger = (signal?: AbortSignal): Promise<void> | undefined =>
    scene.slow ? pause(400, undefined, signal && { signal }) : undefined
  const read = { bytes: 0 }

  return {
    network: {
      watch: network.watch.handler(({ signal }) => view.watch(signal)),
      change: network.change.handler(({ input }) => {
        willing()
        const wrong = input.addresses?.find((address) => !/[.:]\d+$|^\//.test(address))
        if (wrong !== undefined)
          throw new FolkmootError('network/address-form', 'Not an address.', { details: { address: wrong } })
        if (input.port === 4001)
          throw new FolkmootError('sync/port-in-use', 'In use.', { details: { port: input.port } })
        const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
        view.set({ ...view.value, settings: { ...view.value.settings, ...given } })
        return view.value
      }),
      test: network.test.handler(async function* ({ signal }) {
        willing()
        if (scene.nothing) return
        for (const step of steps()) {
          await linger(signal)
          yield step
        }
      }),
      diagnostics: network.diagnostics.handler(() => {
        willing()
        return { text: 'folkmoot 0.1.0\npeers 3: lan 2, direct 1\nunreached 4: sync/unreachable 3, session/full 1' }
      }),
    },
    keepers: {
      preview: keepers.preview.handler(({ input }) => {
        if (!input.link.startsWith('folkmoot://keeper'))
          throw new FolkmootError('keeper/not-a-link', 'This is not the link of a keeper.')
        const addresses = ['/dns/keeper.example.org/tcp/4001']
        return { peer: peerOf('new'), name: 'Mill Lane keeper', addresses, budget: 5 * 2 ** 30 }
      }),
      add: keepers.add.handler(({ input }) => {
        willing()
        const { sync } = find(input.community)
        const [one] = allKeepers()
        const added = one ? [{ ...one, peer: peerOf('new'), name: 'Mill Lane keeper', used: 0 }] : []
        sync.set({ ...sync.value, keepers: [...sync.value.keepers, ...added] })
      }),
      remove: keepers.remove.handler(({ input }) => {
        willing()
        const { sync } = find(input.community)
        sync.set({ ...sync.value, keepers: sync.value.keepers.filter(({ peer }) => peer !== input.keeper) })
      }),
      watchCarried: keepers.watchCarried.handler(({ signal }) => carried.watch(signal)),
      carry: keepers.carry.handler(({ input }) => {
        willing()
        carried.set({ ...carried.value, on: input.on })
      }),
    },
    bundles: {
      plan: bundles.plan.handler(() => {
        willing()
        return scene.nothing ? { bytes: 0, parcels: 0 } : { bytes: size, parcels: 4 }
      }),
      export: bundles.export.handler(async function* ({ signal }) {
        for (let bytes = 0; bytes < size; bytes += 256 * 1024) {
          yield { type: 'chunk' as const, chunk: piece }
          await linger(signal)
        }
        yield { type: 'done' as const, bytes: size, parcels: 4 }
      }),
      begin: bundles.begin.handler(() => {
        willing()
        read.bytes = 0
        return { id: 'one' }
      }),
      append: bundles.append.handler(async ({ input, signal }) => {
        if (scene.read === 'damaged') throw new FolkmootError('bundle/not-a-bundle', 'This is no file of changes.')
        read.bytes += input.chunk.length
        await linger(signal)
        return { taken: 0 }
      }),
      finish: bundles.finish.handler(() => {
        const nothing = scene.read === 'nothing'
        const [first, , third] = [...core.communities.values()].map(({ summary }) => summary)
        const one = { taken: nothing ? 0 : 128, known: 912, refused: 0, early: 0, waitingForKey: 0 }
        const other = { taken: 1, known: 0, refused: 2, early: 7, waitingForKey: 3 }
        const communities = [
          ...(first ? [{ community: first.id, name: first.name, ...one }] : []),
          ...(third && !nothing ? [{ community: third.id, name: third.name, ...other }] : []),
        ]
        return { communities, others: nothing ? 0 : 2, complete: scene.read !== 'cut' }
      }),
      cancel: bundles.cancel.handler(() => undefined),
    },
  }
}
