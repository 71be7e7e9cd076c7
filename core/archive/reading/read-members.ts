/** Who is and was in a community, and what they tell of themselves. */
import { type MemberId, tagKey } from '../../shared/index.ts'
import type { AboutRecord } from '../../view/index.ts'
import type { ArchivePlace } from '../about.ts'
import type { ReadMember } from './about.ts'

/** In the order they came. */
export function readMembers({ membership, view }: ArchivePlace, nameOf: (id: MemberId) => string): ReadMember[] {
  const { members } = membership.state
  const abouts = view.people.allAbout()
  const belongs = (id: MemberId): boolean => members.get(id)?.state === 'active'
  const vouches = Map.groupBy(
    view.people.vouches().filter(({ voucher }) => belongs(voucher)),
    ({ member, skill }) => `${member} ${skill}`,
  )
  return [...members.values()]
    .toSorted((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1))
    .map(({ id, role, state, since }) => {
      const record = abouts.get(id)
      const skills = record?.about.skills ?? []
      return {
        ...{ id, name: nameOf(id), role, state, since },
        about: record ? aboutOf(record) : new Map(),
        vouches: skills.flatMap((skill) => {
          const by = (vouches.get(`${id} ${tagKey(skill)}`) ?? []).map(({ voucher }) => voucher).sort()
          return by.length === 0 ? [] : [{ skill, by }]
        }),
      }
    })
}

function aboutOf({ about }: AboutRecord): ReadMember['about'] {
  const { pronouns, bio, languages, timeZone, birthday, skills, experience, offers, seeks } = about
  const told: readonly (readonly [string, string | readonly string[]])[] = [
    ['pronouns', pronouns],
    ['bio', bio],
    ['languages', languages],
    ['timeZone', timeZone],
    ['birthday', birthday],
    ['skills', skills],
    ['experience', experience.map(({ what, where, from, to }) => lineOf([what, where], from, to))],
    ['offers', offers.tags],
    ['offersText', offers.text],
    ['seeks', seeks.tags],
    ['seeksText', seeks.text],
  ]
  return new Map(told.filter(([, value]) => value.length > 0))
}

function lineOf(words: readonly string[], from: number | undefined, to: number | undefined): string {
  const years = from === undefined && to === undefined ? [] : [`${from ?? ''}–${to ?? ''}`]
  return [...words.filter((each) => each !== ''), ...years].join(' · ')
}
