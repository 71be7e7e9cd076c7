/** Members with what they tell of themselves, as the directory shows them. */
import type { AboutView, PersonDetail, PersonView } from '../../contract/index.ts'
import { type MemberId, sharedTags, tagKey } from '../../shared/index.ts'
import type { AboutText } from '../../documents/index.ts'
import type { VouchRecord } from '../../view/index.ts'
import type { Community } from '../communities/index.ts'
import { memberErrors, personErrors } from '../errors.ts'
import { alikeNames, nameTag, shownName } from '../names.ts'

const NOTHING: AboutText = {
  pronouns: '',
  bio: '',
  languages: [],
  timeZone: '',
  birthday: '',
  skills: [],
  experience: [],
  offers: { tags: [], text: '' },
  seeks: { tags: [], text: '' },
}

/** Those who take part now, by name. */
export function peopleOf(community: Community): PersonView[] {
  const names = community.view.queries.names()
  const abouts = community.view.people.allAbout()
  const vouches = vouchesBySkill(community, community.view.people.vouches())
  const mine = abouts.get(community.me)?.about ?? NOTHING
  const active = [...community.membership.state.members.values()].filter(({ state }) => state === 'active')
  const named = active.map((member) => ({ member, name: shownName(member.id, names.get(member.id)) }))
  const alike = alikeNames(named.map(({ name }) => name))
  return named
    .map(({ member: { id, role, since, admittedBy }, name }): PersonView => {
      const { about = NOTHING, words = '' } = abouts.get(id) ?? {}
      const { pronouns, languages, birthday, skills, offers, seeks } = about
      const me = id === community.me
      return {
        ...{
          id,
          name,
          tag: nameTag(id),
          lookAlike: alike.has(name),
          role,
          me,
          since,
          founder: admittedBy === undefined,
        },
        ...{ pronouns, words, languages: [...languages], birthday },
        skills: skills.map((skill) => ({ skill, vouches: vouches.get(placeOf(id, skill))?.length ?? 0 })),
        offers: plain(offers),
        seeks: plain(seeks),
        ...(me ? NO_MATCH : matchOf(mine, about)),
      }
    })
    .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
}

/** @throws member/unknown */
export function personOf(community: Community, id: MemberId): PersonDetail {
  const member = community.membership.state.members.get(id)
  if (!member) throw memberErrors('unknown')
  const { queries, people } = community.view
  const names = queries.names()
  const about = people.about(id)?.about ?? NOTHING
  const mine = people.about(community.me)?.about ?? NOTHING
  const vouches = vouchesBySkill(community, people.vouches(id))
  const me = id === community.me
  return {
    ...{ id, name: shownName(id, names.get(id)), role: member.role, state: member.state, me, since: member.since },
    about: aboutView(about),
    skills: about.skills.map((skill) => {
      const by = vouches.get(placeOf(id, skill)) ?? []
      return {
        skill,
        by: by.map(({ voucher }) => ({ member: voucher, name: shownName(voucher, names.get(voucher)) })),
        mine: by.some(({ voucher }) => voucher === community.me),
      }
    }),
    mayVouch: !me && member.state === 'active' && community.standing() === 'active',
    ...(me ? NO_MATCH : matchOf(mine, about)),
  }
}

/**
 * The skill as its member wrote it. A vouch may be taken back whatever they name now.
 * @throws member/unknown, person/yourself, person/no-such-skill
 */
export function skillOf(community: Community, id: MemberId, skill: string, on: boolean): string {
  const member = community.membership.state.members.get(id)
  if (!member || (on && member.state !== 'active')) throw memberErrors('unknown')
  if (id === community.me) throw personErrors('yourself')
  const named = community.view.people.about(id)?.about.skills.find((each) => tagKey(each) === tagKey(skill))
  if (named !== undefined) return named
  if (on || community.view.people.vouchedAt(community.me, id, skill) === undefined) throw personErrors('no-such-skill')
  return tagKey(skill)
}

const NO_MATCH = { offersWhatISeek: [], seeksWhatIOffer: [] }

function matchOf(mine: AboutText, theirs: AboutText): Pick<PersonView, 'offersWhatISeek' | 'seeksWhatIOffer'> {
  return {
    offersWhatISeek: sharedTags(theirs.offers.tags, mine.seeks.tags),
    seeksWhatIOffer: sharedTags(theirs.seeks.tags, mine.offers.tags),
  }
}

/** Vouches of members who take part now; those of others are kept and do not count. */
function vouchesBySkill({ membership }: Community, all: readonly VouchRecord[]): ReadonlyMap<string, VouchRecord[]> {
  const counting = all.filter(({ voucher }) => membership.state.members.get(voucher)?.state === 'active')
  return Map.groupBy(counting, ({ member, skill }) => `${member} ${skill}`)
}

function placeOf(member: MemberId, skill: string): string {
  return `${member} ${tagKey(skill)}`
}

function plain({ tags, text }: AboutText['offers']): AboutView['offers'] {
  return { tags: [...tags], text }
}

function aboutView(about: AboutText): AboutView {
  return {
    ...about,
    languages: [...about.languages],
    skills: [...about.skills],
    experience: about.experience.map(({ what, where, from, to }) => ({
      ...{ what, where },
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    })),
    offers: plain(about.offers),
    seeks: plain(about.seeks),
  }
}
