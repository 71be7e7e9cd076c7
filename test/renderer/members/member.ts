/** Members for tests. */
import type { MemberId, MemberView } from '../../../renderer/session/index.ts'

export function member(name: string, over: Partial<MemberView> = {}): MemberView {
  return {
    id: name.toLowerCase() as MemberId,
    name,
    tag: `${name.toLowerCase()}key`.slice(0, 6),
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
