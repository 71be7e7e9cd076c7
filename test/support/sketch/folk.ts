/** The part of the contract that is about what members tell of themselves, answered from a scene. */
import { createHash } from 'node:crypto'
import type { AboutView, MemberView, PersonDetail, PersonView, WelcomeView } from '../../../core/contract/index.ts'
import {
  cleanLine,
  FolkmootError,
  LIMITS,
  sharedTags,
  type CommunityId,
  type PictureName,
} from '../../../core/shared/index.ts'
import { adasFace, bramsFace, chidisFace } from '../faces.ts'
import { Cell } from './cell.ts'
import type { SketchCommunity, SketchCore } from './core.ts'
import { day, nothing, telling, who } from './folk-scene.ts'
import { guarded } from './guarded.ts'
import { idOf, spaceOf } from './people.ts'

/** Whose faces there are. */
const faces = new Map([
  ['Ada', adasFace],
  ['Bram', bramsFace],
  ['Chidi', chidisFace],
])
const nameOf = (picture: string): PictureName =>
  createHash('sha256').update(picture).digest('base64url').slice(0, 22) as PictureName

export function folkHandlers(core: SketchCore, find: (community: CommunityId) => SketchCommunity) {
  const { directory, pictures } = guarded
  const shown = new Map(core.folk.pictures ? faces : [])
  const { told = false, welcome, founder = false, refuse, broken = false } = core.folk
  const said = new Map<string, AboutView>()
  const vouched = new Set(told ? ['Carpentry'] : [])
  const changed = new Cell(0)
  const step = welcome ?? 0
  const steps = new Cell<WelcomeView>({
    ...{ shown: welcome !== undefined, hello: step > 0, about: step > 1, people: false },
    ...{ founder, notices: false, invited: step > 1 },
    room: spaceOf('Garden Commons', 'general'),
  })
  const aboutOf = ({ name }: MemberView): AboutView =>
    said.get(name) ?? { ...nothing, ...(told ? telling[name] : undefined) }
  const readable = (): void => {
    if (broken) throw new FolkmootError('community/damaged', 'The data of this community cannot be opened.')
  }
  const meIn = (community: CommunityId): MemberView => {
    const me = find(community).members.value.find((one) => one.me)
    if (!me) throw new TypeError('nobody is me')
    return me
  }
  const matches = (community: CommunityId, one: MemberView) => {
    const [mine, theirs] = [aboutOf(meIn(community)), aboutOf(one)]
    return {
      offersWhatISeek: one.me ? [] : sharedTags(theirs.offers.tags, mine.seeks.tags),
      seeksWhatIOffer: one.me ? [] : sharedTags(theirs.seeks.tags, mine.offers.tags),
    }
  }
  const by = (one: MemberView, index: number): string[] =>
    told && !one.me && index < 3 ? who.filter((name) => name !== one.name).slice(0, [7, 1, 0][index]) : []
  const people = (community: CommunityId): PersonView[] =>
    find(community)
      .members.value.filter(({ state }) => state === 'active')
      .map((one): PersonView => {
        const { pronouns, bio, languages, birthday, skills, offers, seeks } = aboutOf(one)
        const { id, name, tag, lookAlike, role, me, since } = one
        return {
          ...{ id, name, tag, lookAlike, role, me, pronouns, languages, birthday, offers, seeks },
          since: name === 'Dalia' || name === 'Goro' ? Date.now() - 2 * day : since,
          founder: role === 'owner',
          words: bio.replaceAll('**', ''),
          skills: skills.map((skill, index) => ({ skill, vouches: by(one, index).length })),
          ...matches(community, one),
        }
      })
  const person = (community: CommunityId, member: string): PersonDetail => {
    const one = find(community).members.value.find(({ id }) => id === member)
    if (!one) throw new FolkmootError('member/unknown', 'This member is not known.')
    const { id, name, role, state, me, since } = one
    const about = aboutOf(one)
    return {
      ...{ id, name, role, state, me, since, about, mayVouch: !me && state === 'active' },
      skills: about.skills.map((skill, index) => {
        const others = by(one, index).map((other) => ({ member: idOf(other) as typeof id, name: other }))
        const mine = vouched.has(skill) && !me
        const myself = meIn(community)
        return { skill, by: mine ? [...others, { member: myself.id, name: myself.name }] : others, mine }
      }),
      ...matches(community, one),
    }
  }
  return {
    pictures: {
      watch: pictures.watch.handler(async function* ({ input, signal }) {
        const all = () =>
          find(input.community).members.value.flatMap(({ id, name }) => {
            const picture = shown.get(name)
            return picture === undefined ? [] : [{ member: id, picture: nameOf(picture) }]
          })
        for await (const _ of changed.watch(signal)) yield { me: meIn(input.community).id, pictures: all() }
      }),
      read: pictures.read.handler(({ input }) => {
        const bytes = [...shown.values()].find((picture) => nameOf(picture) === input.picture)
        if (bytes === undefined) throw new FolkmootError('person/no-such-picture', 'Nobody shows this picture.')
        return { type: bytes.startsWith('UklG') ? ('image/webp' as const) : ('image/jpeg' as const), bytes }
      }),
      set: pictures.set.handler(({ input }) => {
        const { name } = meIn(input.community)
        if (input.picture === '') shown.delete(name)
        else shown.set(name, input.picture)
        changed.set(changed.value + 1)
      }),
    },
    directory: {
      watch: directory.watch.handler(async function* ({ input, signal }) {
        readable()
        for await (const _ of changed.watch(signal)) yield { people: people(input.community) }
      }),
      watchOne: directory.watchOne.handler(async function* ({ input, signal }) {
        readable()
        for await (const _ of changed.watch(signal)) yield person(input.community, input.member)
      }),
      setAbout: directory.setAbout.handler(({ input: { community, name, ...about } }) => {
        cleanLine(name, LIMITS.nameChars)
        if (refuse !== undefined) {
          throw new FolkmootError('text/too-long', 'This is too long.', {
            details: { field: refuse, have: 2000, most: LIMITS.bioChars, unit: 'characters' },
          })
        }
        said.set(meIn(community).name, about)
        changed.set(changed.value + 1)
        steps.set({ ...steps.value, about: true })
      }),
      vouch: directory.vouch.handler(({ input: { skill, on } }) => {
        if (on) vouched.add(skill)
        else vouched.delete(skill)
        changed.set(changed.value + 1)
      }),
      watchWelcome: directory.watchWelcome.handler(({ signal }) => steps.watch(signal)),
      welcomed: directory.welcomed.handler(({ input }) => {
        steps.set(input.step === 'people' ? { ...steps.value, people: true } : { ...steps.value, shown: false })
      }),
    },
  }
}
