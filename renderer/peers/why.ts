/** Why a device is not connected, in the words of the catalogue. */
import type { UnreachedView } from '../session/index.ts'

const words = {
  '': 'whyUntried',
  'sync/unreachable': 'whySilent',
  'sync/timeout': 'whySilent',
  'session/full': 'whyFull',
  'sync/no-such-protocol': 'whyVersion',
  'session/removed': 'whyRemoved',
  'session/left': 'whyRemoved',
  'sync/closed': 'whyBroke',
  'session/silent': 'whyBroke',
  'session/ended': 'whyBroke',
  'session/moved': 'whyBroke',
  'session/standing': 'whyBroke',
  'session/stopped': 'whyStopped',
  'session/stranger': 'whyStranger',
  'session/unknown-device': 'whyStranger',
  'sync/not-ours-to-dial': 'whyForbidden',
} as const

type Word = (typeof words)[keyof typeof words] | 'whyNowhere' | 'whyOther'

/** The sentence's name; `whySilent` counts addresses. */
export function whyOf({ why, addresses }: Pick<UnreachedView, 'why' | 'addresses'>): Word {
  const known = isKnown(why) ? words[why] : 'whyOther'
  return addresses === 0 && (known === 'whySilent' || known === 'whyUntried') ? 'whyNowhere' : known
}

function isKnown(code: string): code is keyof typeof words {
  return Object.hasOwn(words, code)
}
