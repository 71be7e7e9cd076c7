/** What the members of a sketched community tell of themselves. */
import type { AboutView } from '../../../core/contract/index.ts'

export interface FolkScene {
  /** Most have told something of themselves, and vouch for each other. */
  readonly told?: boolean
  /** Some show a picture of themselves. */
  readonly pictures?: boolean
  /** I am new, and have taken so many of the first steps. */
  readonly welcome?: 0 | 1 | 2
  /** I founded it. */
  readonly founder?: boolean
  /** What I save is refused because of this field. */
  readonly refuse?: string
  /** The queries are refused. */
  readonly broken?: boolean
}

export const nothing: AboutView = {
  ...{ pronouns: '', bio: '', languages: [], timeZone: '', birthday: '', skills: [], experience: [] },
  offers: { tags: [], text: '' },
  seeks: { tags: [], text: '' },
}
export const day = 86_400_000
const soon = (days: number): string => {
  const date = new Date(Date.now() + days * day)
  return `${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`
}
const long = 'Handgeschmiedete-Gartenwerkzeuge-schärfen'

/** What each of them tells, by name. */
export const telling: Readonly<Record<string, Partial<AboutView>>> = {
  Ada: {
    pronouns: 'she/her',
    bio: 'I look after the **gate**, the shed and the water.\n\n- Mondays: tools\n- Fridays: tea\n\nAsk me anything.',
    languages: ['en', 'de', 'pt-BR', 'zh-Hant', 'ar'],
    timeZone: 'America/Argentina/Buenos_Aires',
    birthday: soon(3),
    skills: ['Carpentry', 'Bee-keeping', 'First aid', long, 'نجارة', '農業'],
    experience: [
      { what: 'Joiner', where: 'Shipyard', from: 1999, to: 2004 },
      { what: 'Gardener', where: 'City of Buenos Aires', from: 2004 },
      { what: '', where: 'Somewhere at sea', to: 1998 },
    ],
    offers: {
      tags: ['carpentry', 'tools to lend', 'company at the market'],
      text: 'Best on Sundays, after the bells.',
    },
    seeks: { tags: ['Seeds', 'Help with taxes'], text: '' },
  },
  Bram: {
    pronouns: 'he/they',
    bio: 'New to soil, good with ledgers.',
    languages: ['nl', 'en'],
    timeZone: 'Europe/Amsterdam',
    birthday: '02-29',
    skills: ['Accounting'],
    offers: { tags: ['help with taxes'], text: '' },
    seeks: { tags: ['Carpentry', 'bee-keeping lessons'], text: 'I would love to build a shed this spring.' },
  },
  Chidi: {
    bio: 'I moderate, and I listen.',
    languages: ['ig', 'en'],
    skills: ['Carpentry', 'Listening'],
    birthday: soon(0),
  },
  Emre: { pronouns: 'o', languages: ['tr'], seeks: { tags: [], text: 'A bed of my own, one day.' } },
  'ليلى حداد': {
    bio: 'أزرع النعناع وأكتب عنه.',
    languages: ['ar', 'fr'],
    timeZone: 'Asia/Beirut',
    skills: ['كتابة', 'ترجمة', 'زراعة'],
    offers: { tags: ['ترجمة'], text: 'من العربية وإليها.' },
  },
  'Ole Gunnar Kristoffersen-Hagelund von der Wiesenmühle': {
    pronouns: 'whatever-you-like-best-but-say-it-kindly',
    bio: 'A very long story without any end, told to whoever stops at the fence. '.repeat(8),
    languages: ['nb'],
    timeZone: 'Europe/Oslo',
    skills: Array.from({ length: 12 }, (_, each) => `Skill number ${each + 1}`),
  },
}

export const who = [
  'Ada',
  'Chidi',
  'Dalia',
  'Emre',
  'Goro',
  'ليلى حداد',
  'Ole Gunnar Kristoffersen-Hagelund von der Wiesenmühle',
]
