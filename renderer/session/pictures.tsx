/** Members' pictures, for every screen below: one list of each community, and each picture once. */
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react'
import type { CommunityId } from '../../core/shared/index.ts'
import { command } from './command.ts'
import { useConnection, useLive } from './context.tsx'
import { PictureStore } from './picture-store.ts'
import { mayRead, useCommunities } from './queries.ts'

const PictureContext = createContext(new PictureStore(() => Promise.resolve(undefined)))

export function PicturesProvider({ children }: { children: ReactNode }) {
  const connection = useConnection()
  const [store] = useState(
    () =>
      new PictureStore(async (community, picture) => {
        const read = await command(connection, (client) => client.pictures.read({ community, picture }))
        return read.ok ? dataUrl(read.value) : undefined
      }),
  )
  const communities = useCommunities() ?? []
  return (
    <PictureContext value={store}>
      {communities.filter(mayRead).map(({ id }) => (
        <Followed key={id} community={id} store={store} />
      ))}
      {children}
    </PictureContext>
  )
}

function Followed({ community, store }: { community: CommunityId; store: PictureStore }): ReactNode {
  const { value } = useLive(`pictures ${community}`, (client, signal) =>
    client.pictures.watch({ community }, { signal }),
  )
  useEffect(() => {
    if (value) store.learn(community, value)
  }, [community, store, value])
  return null
}

/** The picture of a member as a URL; nothing while it is not here, or when they show none. */
export function usePicture(member: string | undefined): string | undefined {
  const store = useContext(PictureContext)
  const watch = useCallback(
    (told: () => void) => (member === undefined ? () => undefined : store.watch(member, told)),
    [store, member],
  )
  return useSyncExternalStore(watch, () => (member === undefined ? undefined : store.url(member)))
}

/** Who I am where I show a picture: in this community, or else in the first in which I do. */
export function useMyFace(community: CommunityId | undefined): string | undefined {
  const store = useContext(PictureContext)
  const communities = useCommunities() ?? []
  const watch = useCallback((told: () => void) => store.watchAll(told), [store])
  return useSyncExternalStore(watch, () => {
    const mine = community === undefined ? undefined : store.me(community)
    if (mine !== undefined) return mine
    return communities.map(({ id }) => store.me(id)).find((each) => each !== undefined && store.has(each))
  })
}

/** Core has checked the header; what the rest is, the browser finds out, as a picture and nothing else. */
function dataUrl({ type, bytes }: { readonly type: string; readonly bytes: string }): string {
  return `data:${type};base64,${bytes.replaceAll('-', '+').replaceAll('_', '/')}`
}
