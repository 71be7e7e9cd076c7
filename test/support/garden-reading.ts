/** A garden community with all that a site can show: what its pages are looked at and asked with. */
import type { Reading, ReadMessage } from '../../core/archive/reading/about.ts'
import { messageHref } from '../../core/shared/index.ts'
import {
  memberId,
  MINUTE,
  Sayer,
  sketchDecision,
  sketchMember,
  sketchReading,
  sketchSpace,
  type SketchedSpace,
  spaceId,
  START,
} from './sketch-reading.ts'

const DAY = 24 * 60 * MINUTE

export function gardenReading(): Reading {
  return sketchReading({
    community: {
      purpose: 'We share *seeds*, tools and what we know.\n\nEverybody from the three streets is welcome.',
      rules: '1. Be kind.\n2. Return tools clean.\n3. Ask before you take seedlings.',
      newest: START + 120 * DAY,
    },
    members: [
      sketchMember('Ada', {
        role: 'owner',
        about: new Map<string, string | readonly string[]>([
          ['pronouns', 'she/her'],
          ['bio', 'Grows **beans** since 1998. See <https://beans.example>.'],
          ['languages', ['en', 'de']],
          ['skills', ['pruning', 'grafting']],
          ['experience', ['Head gardener · City park · 2010–2019']],
          ['offers', ['seeds']],
          ['offersText', 'Beans of eleven kinds'],
          ['seeks', ['compost']],
        ]),
        vouches: [{ skill: 'pruning', by: [memberId('Bram'), memberId('ليلى')] }],
      }),
      sketchMember('Bram', { role: 'moderator' }),
      sketchMember('ليلى'),
      sketchMember('王小明'),
      sketchMember('Аdа'),
      sketchMember('Carla-Wilhelmina von und zu Unterobersteinhausen-Großglockner am Wasser', { state: 'left' }),
      sketchMember('Dan', { state: 'removed' }),
    ],
    decisions: [
      sketchDecision('create', { role: 'owner' }),
      sketchDecision('admit', { about: memberId('Bram'), at: START + MINUTE }),
      sketchDecision('set-role', { about: memberId('Bram'), role: 'moderator', at: START + DAY }),
      sketchDecision('remove', {
        ...{ by: memberId('Bram'), about: memberId('Dan'), at: START + 3 * DAY },
        reason: 'Sold our seedlings on the market, and would not talk about it.',
      }),
      sketchDecision('rotate', { state: 'void', counts: false, at: START + 4 * DAY }),
      sketchDecision('tea-party', { at: START + 5 * DAY, by: undefined }),
    ],
    spaces: [
      general(),
      longRoom(),
      board(),
      sketched('letters', { kind: 'private', members: [memberId('Ada')] }, quiet),
      direct(),
    ],
  })
}

function sketched(name: string, more: Parameters<typeof sketchSpace>[1], say: (sayer: Sayer) => void): SketchedSpace {
  const sayer = new Sayer(name)
  say(sayer)
  return { space: sketchSpace(name, more), messages: sayer.messages }
}

function quiet(sayer: Sayer): void {
  sayer.say('Ada', 'Nobody else reads this.')
}

function direct(): SketchedSpace {
  const made = sketched('direct', { kind: 'direct', members: [memberId('Ada'), memberId('ليلى')] }, (sayer) => {
    sayer.say('ليلى', 'مرحبا يا آدا، هل عندك بذور فول؟')
    sayer.say('Ada', 'Yes! Eleven kinds.')
  })
  return { ...made, space: { ...made.space, name: '' } }
}

function general(): SketchedSpace {
  return sketched('general', { topic: 'Day-to-day talk of the three streets' }, (sayer) => {
    const first = sayer.say('Ada', 'Welcome, everybody! :)', {
      pinned: true,
      reactions: [
        { emoji: '👋', by: [memberId('Bram'), memberId('ليلى'), memberId('王小明')] },
        { emoji: '❤️', by: [memberId('Dan')] },
      ],
    })
    sayer.say('Ada', 'The water is on again, by the way.')
    sayer.say(
      'Bram',
      `[@Ada](folkmoot:member/${memberId('Ada')}) thank you! It says so [here](${messageHref({ space: spaceId('general'), id: first })}).`,
      {
        reply: first,
        editedAt: START + DAY,
      },
    )
    const asked = sayer.say('王小明', '明天下午三点在花园见面，好吗？我带种子来。')
    sayer.say('Ada', 'Gern! 好的。', { root: asked, reply: asked })
    sayer.say('ليلى', 'وأنا أيضًا سأكون هناك.', { root: asked })
    sayer.pause(DAY)
    sayer.say('ليلى', 'سأحضر **الشتلات** غدًا إن شاء الله. الحديقة جميلة هذا الأسبوع!')
    sayer.say('Dan', '', { withdrawn: true })
    sayer.say(
      'Bram',
      '# Tools\n\n> Return them clean.\n\n- spade\n- rake\n  - the small one\n\n| tool | where |\n|---|---|\n| spade | shed |\n\n```js\nconst water = () => { if (dry) pour() }\n```\n\n`code`, ~~gone~~, https://tools.example/list',
    )
    sayer.say('Bram', 'From the old list.', {
      imported: { from: 'discord', author: 'Old Bram', at: START - 400 * DAY, reactions: [{ emoji: '🌱', count: 4 }] },
    })
    const long = sayer.say('Ada', 'Who waters when? Let us make a plan in this thread.')
    for (let n = 1; n <= 12; n++) sayer.say(n % 2 === 0 ? 'Ada' : 'Bram', `Week ${n} is mine.`, { root: long })
    sayer.say('王小明', 'Where do I answer what was before this archive?', {
      reply: `${'0'.repeat(32)}.7` as typeof first,
    })
    sayer.say('ليلى', 'An answer in a thread whose beginning is lost.', { root: `${'0'.repeat(32)}.9` as typeof first })
  })
}

function longRoom(): SketchedSpace {
  return sketched('watering log', { topic: 'Who watered, and when', archived: true }, (sayer) => {
    for (let n = 0; n < 450; n++) {
      sayer.pause(6 * 60 * MINUTE)
      sayer.say(n % 3 === 0 ? 'Ada' : 'Bram', `Watered bed ${n % 9}, ${n} litres so far.`)
    }
  })
}

function board(): SketchedSpace {
  return sketched('how-to', { kind: 'board', topic: 'Questions and answers' }, (sayer) => {
    const pruning = sayer.topic('王小明', 'How do I prune an old apple tree?', 'It was **not** cut for ten years.', {
      tags: ['fruit', 'pruning'],
    })
    sayer.say('Bram', 'Not all at once.', { root: pruning })
    sayer.say('Ada', 'A third of it each winter, and never below two degrees.', {
      ...{ root: pruning, answer: true, reactions: [{ emoji: '👍', by: [memberId('王小明')] }] },
    })
    sayer.topic('ليلى', 'متى نزرع الفول؟', 'هل فبراير مناسب؟')
    sayer.topic('Ada', 'A_title_without_any_space_that_goes_on_and_on_'.repeat(3), 'See above.')
    sayer.topic('Dan', '', '', { withdrawn: true })
  })
}

/** What somebody who means harm may have written, in every place where texts are shown. */
export const HOSTILE: readonly string[] = [
  '<script>window.hurt = 1</script>',
  '"><img src=x onerror="window.hurt = 1">',
  "' onmouseover='window.hurt = 1' x='",
  '[click](javascript:window.hurt=1) [data](data:text/html,<script>window.hurt=1</script>) [file](file:///etc/passwd)',
  '</title></style></script><svg onload="window.hurt=1">',
  '\u202E\u2066reversed\u2069 \u202Egnp.exe',
  '../../../../etc/passwd',
  'CON',
  'A'.repeat(2000),
  '&lt;b&gt; &amp; &#x3c;script&#x3e;',
  '\u2028\u2029]])}</script><!--',
  '\uD800 lonely \uDFFF \u0000 \u0008 \uFFFE',
  '<https://evil.example/"onclick="window.hurt=1>',
  '__proto__',
  '=HYPERLINK("https://evil.example","x")',
]

export function hostileReading(): Reading {
  const members = HOSTILE.map((name) =>
    sketchMember(name, {
      about: new Map([
        ['bio', name],
        ['skills', name],
      ]),
      vouches: [{ skill: name, by: [memberId(name)] }],
    }),
  )
  const says = (sayer: Sayer): void =>
    HOSTILE.forEach((text, at) => {
      const id = sayer.say(text, text, { reactions: [{ emoji: text, by: [memberId(text)] }], authorName: text })
      sayer.say('Ada', text, {
        ...{ reply: id, root: at % 2 === 0 ? id : undefined },
        imported: { from: text, author: text, at: Number.MAX_SAFE_INTEGER, reactions: [{ emoji: text, count: 1 }] },
      })
    })
  const topics = (sayer: Sayer): void =>
    HOSTILE.forEach(
      (text) => void sayer.topic(text, text, text, { tags: [text], time: Number.MAX_SAFE_INTEGER - 1000 }),
    )
  return sketchReading({
    community: { name: HOSTILE[0] ?? '', purpose: HOSTILE.join('\n\n'), rules: HOSTILE.join('\n\n'), newest: 9e15 },
    members,
    decisions: HOSTILE.map((reason) => sketchDecision(reason, { reason, at: 9e15 })),
    spaces: [
      ...HOSTILE.map((name) => sketched(name, { topic: name }, (sayer) => void sayer.say(name, name))),
      sketched('talk', {}, says),
      sketched('topics', { kind: 'board' }, topics),
    ],
  })
}

/** The same message often, for sizes. */
export function crowdedReading(text: string, count: number, more: Partial<ReadMessage> = {}): Reading {
  const room = sketched('crowd', {}, (sayer) => {
    for (let n = 0; n < count; n++) sayer.say('Ada', text, more)
  })
  return sketchReading({ members: [sketchMember('Ada')], spaces: [room] })
}
