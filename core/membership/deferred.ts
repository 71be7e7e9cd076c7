/**
 * Actions that came and are left aside: their author has had their share of the log. They are taken as soon as somebody else has built on
 * them, since everything that stands on them would be lost; so a member who floods the log is alone with it. In memory, the oldest make room.
 */
import { type ActionId, LIMITS } from '../shared/index.ts'
import type { Action } from './action.ts'
import type { MemberRole } from './payload.ts'

export interface DeferredAction {
  readonly action: Action
  readonly sealed: Uint8Array
}

export class DeferredActions {
  readonly #all = new Map<ActionId, DeferredAction>()

  add(deferred: DeferredAction): void {
    this.#all.set(deferred.action.id, deferred)
    const [oldest] = this.#all.keys()
    if (oldest !== undefined && this.#all.size > LIMITS.deferredActions) this.#all.delete(oldest)
  }

  has(id: ActionId): boolean {
    return this.#all.has(id)
  }

  /** What stands under an action and was left aside, parents first; it is left aside no more. */
  takeUnder(action: Action): DeferredAction[] {
    const found: DeferredAction[] = []
    const waiting = [...action.parents]
    for (let id = waiting.pop(); id; id = waiting.pop()) {
      const deferred = this.#all.get(id)
      if (!deferred) continue
      this.#all.delete(id)
      found.push(deferred)
      waiting.push(...deferred.action.parents)
    }
    return inOrder(found)
  }
}

/** Whether somebody with a role, of whom so many actions are held, has had their share of a log of so many. */
export function hasHadShare(role: MemberRole, held: number, size: number): boolean {
  if (role === 'owner') return false
  if (role === 'moderator') return held >= LIMITS.moderatorActions || size >= LIMITS.logForModerators
  return held >= LIMITS.memberActions || size >= LIMITS.logForMembers
}

/** Parents before children. */
function inOrder(all: readonly DeferredAction[]): DeferredAction[] {
  const left = new Map(all.map((each) => [each.action.id, each]))
  const out: DeferredAction[] = []
  const visit = (each: DeferredAction): void => {
    const waiting = [each]
    while (waiting.length > 0) {
      const next = waiting.at(-1)
      const under = next?.action.parents
        .map((id) => left.get(id))
        .find((parent) => parent !== undefined && parent !== next)
      if (under) {
        waiting.push(under)
        continue
      }
      waiting.pop()
      if (next && left.delete(next.action.id)) out.push(next)
    }
  }
  for (const each of all) if (left.has(each.action.id)) visit(each)
  return out
}
