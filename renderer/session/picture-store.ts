/** Pictures of members as the screens hold them: who shows which, and the bytes of those that are looked at, each fetched once. */
import { type CommunityId, LIMITS, type MemberId, type PictureName } from '../../core/shared/index.ts'

/** Fetches one picture as a `data:` URL; nothing when there is none to be had now. */
export type FetchPicture = (community: CommunityId, picture: PictureName) => Promise<string | undefined>

export interface PicturesOf {
  readonly me: MemberId
  readonly pictures: readonly { readonly member: MemberId; readonly picture: PictureName }[]
}

interface Shown {
  readonly community: CommunityId
  readonly picture: PictureName
}

export class PictureStore {
  readonly #fetch: FetchPicture
  /** A member belongs to one community alone, so that their id says which picture of theirs is meant. */
  readonly #shown = new Map<string, Shown>()
  readonly #me = new Map<CommunityId, MemberId>()
  /** In the order they were fetched. */
  readonly #urls = new Map<PictureName, string>()
  readonly #asked = new Set<PictureName>()
  readonly #watchers = new Map<string, Set<() => void>>()
  readonly #all = new Set<() => void>()

  constructor(fetch: FetchPicture) {
    this.#fetch = fetch
  }

  /** All that is known of one community, in place of what was. */
  learn(community: CommunityId, { me, pictures }: PicturesOf): void {
    const now = new Map(pictures.map(({ member, picture }): [string, PictureName] => [member, picture]))
    const gone = [...this.#shown].filter(([member, shown]) => shown.community === community && !now.has(member))
    this.#me.set(community, me)
    for (const [member] of gone) this.#shown.delete(member)
    const fresh = [...now].filter(([member, picture]) => this.#shown.get(member)?.picture !== picture)
    for (const [member, picture] of fresh) this.#shown.set(member, { community, picture })
    // What could not be fetched before a new link is asked for again.
    for (const member of now.keys()) this.#want(member)
    for (const [member] of [...gone, ...fresh]) this.#tell(member)
    for (const told of [...this.#all]) told()
  }

  /** The picture of a member as a URL, as far as it is here. */
  url(member: string): string | undefined {
    const shown = this.#shown.get(member)
    return shown && this.#urls.get(shown.picture)
  }

  /** Whether a member shows one, be it here yet or not. */
  has(member: string): boolean {
    return this.#shown.has(member)
  }

  /** Who I am in a community, once it has told. */
  me(community: CommunityId): MemberId | undefined {
    return this.#me.get(community)
  }

  /** Calls back when there is another picture of this member; while somebody looks, it is fetched and kept. */
  watch(member: string, told: () => void): () => void {
    const watchers = this.#watchers.get(member) ?? new Set()
    this.#watchers.set(member, watchers.add(told))
    this.#want(member)
    return () => {
      watchers.delete(told)
      if (watchers.size === 0 && this.#watchers.get(member) === watchers) this.#watchers.delete(member)
    }
  }

  /** Calls back whenever a community told who shows what. */
  watchAll(told: () => void): () => void {
    this.#all.add(told)
    return () => void this.#all.delete(told)
  }

  #want(member: string): void {
    const shown = this.#watchers.has(member) ? this.#shown.get(member) : undefined
    if (!shown || this.#urls.has(shown.picture) || this.#asked.has(shown.picture)) return
    const { community, picture } = shown
    this.#asked.add(picture)
    void this.#fetch(community, picture).then((url) => {
      this.#asked.delete(picture)
      if (url === undefined) return
      this.#urls.set(picture, url)
      this.#letGo()
      for (const [each, other] of this.#shown) if (other.picture === picture) this.#tell(each)
    })
  }

  #letGo(): void {
    if (this.#urls.size <= LIMITS.picturesKept) return
    const looked = new Set([...this.#watchers.keys()].flatMap((member) => this.#shown.get(member)?.picture ?? []))
    for (const picture of this.#urls.keys()) {
      if (this.#urls.size <= LIMITS.picturesKept) return
      if (!looked.has(picture)) this.#urls.delete(picture)
    }
  }

  #tell(member: string): void {
    for (const told of [...(this.#watchers.get(member) ?? [])]) told()
  }
}
