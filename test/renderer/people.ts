/** Members for tests of screens. */
import type { MemberId, MemberView } from '../../renderer/session/index.ts'

export function member(name: string, over: Partial<MemberView> = {}): MemberView {
  return {
    id: name.toLowerCase() as MemberId,
    name,
    tag: `tag of ${name}`,
    lookAlike: false,
    role: 'member',
    state: 'active',
    me: false,
    online: false,
    since: 0,
    devices: 1,
    ...over,
  }
}
