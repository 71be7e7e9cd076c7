/** What members tell of themselves, whom they vouch for, and how people find each other. Everybody speaks for themselves alone. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { communityId, memberId, procedure, role, spaceId, typed } from './base.ts'
import { memberState } from './people.ts'

const offerView = z.object({ tags: z.array(z.string()), text: z.string() })

/** All that somebody tells of themselves but their name; empty where they tell nothing. */
export const aboutView = z.object({
  pronouns: z.string(),
  /** Markup. */
  bio: z.string(),
  /** BCP 47. */
  languages: z.array(z.string()),
  /** IANA. */
  timeZone: z.string(),
  /** `MM-DD`. */
  birthday: z.string(),
  skills: z.array(z.string()),
  /** Years of the common calendar. */
  experience: z.array(
    z.object({
      what: z.string(),
      where: z.string(),
      from: z.number().int().optional(),
      to: z.number().int().optional(),
    }),
  ),
  offers: offerView,
  seeks: offerView,
})
export type AboutView = z.infer<typeof aboutView>

/** A member as the directory lists them. Whether they are online is told by `members.watch`. */
export const personView = z.object({
  id: memberId,
  name: z.string(),
  /** First characters of the id, shown where two members chose names that look alike. */
  tag: z.string(),
  lookAlike: z.boolean(),
  role,
  me: z.boolean(),
  /** When admitted, as claimed by who admitted, ms. */
  since: z.number(),
  /** Founded the community: nobody let them in. */
  founder: z.boolean(),
  pronouns: z.string(),
  /** The bio in plain words. */
  words: z.string(),
  languages: z.array(z.string()),
  birthday: z.string(),
  /** With how many members vouch for each. */
  skills: z.array(z.object({ skill: z.string(), vouches: z.number().int() })),
  offers: offerView,
  seeks: offerView,
  /** What both of us said: that they offer and I seek, and the other way round. In their words. */
  offersWhatISeek: z.array(z.string()),
  seeksWhatIOffer: z.array(z.string()),
})
export type PersonView = z.infer<typeof personView>

export const personDetail = z.object({
  id: memberId,
  name: z.string(),
  role,
  state: memberState,
  me: z.boolean(),
  since: z.number(),
  about: aboutView,
  /** Members in good standing who vouch for each skill of `about`, in its order; `mine`: I do. */
  skills: z.array(
    z.object({ skill: z.string(), by: z.array(z.object({ member: memberId, name: z.string() })), mine: z.boolean() }),
  ),
  /** Whether I may vouch for them. */
  mayVouch: z.boolean(),
  offersWhatISeek: z.array(z.string()),
  seeksWhatIOffer: z.array(z.string()),
})
export type PersonDetail = z.infer<typeof personDetail>

/** The first steps of a newcomer, and which are taken. */
export const welcomeView = z.object({
  /** Not when long ago, when all is done, or when dismissed. */
  shown: z.boolean(),
  /** Founded it: says what it is for, invites people and sets notices; whoever joined says hello, tells of themselves, sets notices, meets people. */
  founder: z.boolean(),
  /** Something was said in a room of all. */
  hello: z.boolean(),
  about: z.boolean(),
  people: z.boolean(),
  /** What one is told of was set, here or of all communities. */
  notices: z.boolean(),
  /** An invite was made, or somebody has joined. */
  invited: z.boolean(),
  /** Where to say hello: the first room. */
  room: spaceId.optional(),
})
export type WelcomeView = z.infer<typeof welcomeView>

const here = { community: communityId }
const typedOffer = z.object({ tags: z.array(typed).max(1000), text: typed })

export const directory = {
  /** Who takes part now, by name. */
  watch: procedure.input(z.object(here)).output(eventIterator(z.object({ people: z.array(personView) }))),
  watchOne: procedure.input(z.object({ ...here, member: memberId })).output(eventIterator(personDetail)),
  /**
   * Says how I am named here and all that I tell of myself, in place of what I told before. Nothing is written when a field is refused;
   * `field` of the details says which. Refused: text/…, person/…, community/left …
   */
  setAbout: procedure.input(
    z.object({
      ...here,
      name: typed,
      pronouns: typed,
      bio: typed,
      languages: z.array(typed).max(1000),
      timeZone: typed,
      birthday: typed,
      skills: z.array(typed).max(1000),
      experience: z
        .array(z.object({ what: typed, where: typed, from: z.number().optional(), to: z.number().optional() }))
        .max(1000),
      offers: typedOffer,
      seeks: typedOffer,
    }),
  ),
  /** Vouches for a skill somebody names, or does so no longer. Refused: person/yourself, person/no-such-skill, member/unknown … */
  vouch: procedure.input(z.object({ ...here, member: memberId, skill: typed, on: z.boolean() })),
  watchWelcome: procedure.input(z.object(here)).output(eventIterator(welcomeView)),
  /** A first step was taken, or none are to be shown any more. Remembered on this device. */
  welcomed: procedure.input(z.object({ ...here, step: z.enum(['people', 'dismissed']) })),
}
