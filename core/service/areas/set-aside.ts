/** What is kept and not shown, and why; and own messages that others do not see any more. */
import type { HiddenView, LostView } from '../../contract/index.ts'
import { type ActionId, type DeviceId, entryId, type MemberId, type SpaceId } from '../../shared/index.ts'
import { type Entry, type HiddenItems, readFiles, readMessage } from '../../documents/index.ts'
import type { Decision, MembershipLog } from '../../membership/index.ts'
import { lineOf, type Names } from '../../view/index.ts'
import type { Community } from '../communities/index.ts'
import { spaceErrors } from '../errors.ts'
import { shownName } from '../names.ts'

/** Texts of one group at most. */
const TEXTS = 50
/** Lost messages offered at once. */
const LOST = 500

/** Everything of a room that is kept without effect, grouped by reason and author. */
export function hiddenIn(community: Community, space: SpaceId): HiddenView[] {
  const { documents, membership, view } = community.place(space)
  if (!view.queries.space(space)) throw spaceErrors('unknown')
  const groups = new Map<string, Group>()
  let [waiting, damaged] = [0, 0]
  for (const document of documents.pages(space)) {
    const hidden = documents.hidden(document)
    waiting += hidden.waitingForKey
    damaged += hidden.damagedBlocks
    for (const stretch of hidden.stretches) {
      const reason = reasonOf(stretch, membership.cutReason(stretch.device)?.kind)
      const author = community.membership.state.devices.get(stretch.device)?.member
      const name = `${reason} ${author ?? stretch.device}`
      const group = groups.get(name) ?? { reason, author, device: stretch.device, stretches: [] }
      groups.set(name, { ...group, stretches: [...group.stretches, stretch] })
    }
  }
  const names = community.view.queries.names()
  const decisions = new Map(membership.history().map((decision) => [decision.action.id, decision]))
  const views = [...groups.values()].map((group) => {
    const cut = membership.cutReason(group.device)
    const decision = group.reason === 'forked' || !cut ? undefined : decisions.get(cut.action)
    return viewOf(group, names, decision && toldOf(community, membership, decision))
  })
  return [
    ...views,
    ...(waiting > 0 ? [plain('waiting-for-key', 0)] : []),
    ...(damaged > 0 ? [plain('damaged', 0)] : []),
    ...(membership.state.needsUpdate ? [plain('update-needed', 0)] : []),
  ]
}

/** Own messages that others do not see any more and that nobody has decided about, the oldest first. */
export function lostOf(community: Community): LostView[] {
  return community.lost(LOST).map(({ id, space, entry, place }) => ({
    id,
    space,
    spaceName: place.view.queries.space(space)?.name ?? '',
    at: entry.at,
    text: lineOfEntry(entry) ?? '',
  }))
}

/** What was decided, by whom. What is decided in a private space stands in its own log, not among the community's decisions. */
interface Told {
  readonly id: ActionId | undefined
  readonly by: MemberId
  readonly at: number
}

function toldOf(community: Community, membership: MembershipLog, { action, by }: Decision): Told {
  const id = membership === community.membership ? action.id : undefined
  return { id, by: community.membership.state.devices.get(action.device)?.member ?? by, at: action.at }
}

interface Group {
  readonly reason: HiddenView['reason']
  readonly author: MemberId | undefined
  readonly device: DeviceId
  readonly stretches: readonly HiddenItems[]
}

function reasonOf(
  { reason }: HiddenItems,
  cut: 'removed' | 'left' | 'device-removed' | undefined,
): HiddenView['reason'] {
  return reason === 'cut' ? (cut ?? 'removed') : reason
}

function viewOf({ reason, author, device, stretches }: Group, names: Names, decision: Told | undefined): HiddenView {
  return {
    reason,
    ...(author && { author }),
    authorName: author ? shownName(author, names.get(author)) : device.slice(0, 6),
    count: stretches.reduce((sum, { count }) => sum + count, 0),
    ...(decision && {
      ...(decision.id && { decision: decision.id }),
      byName: shownName(decision.by, names.get(decision.by)),
      at: decision.at,
    }),
    texts: textsOf(stretches),
  }
}

function textsOf(stretches: readonly HiddenItems[]): string[] {
  const texts = new Map<string, string>()
  for (const stretch of stretches) {
    for (const { seq, entry } of stretch.items()) {
      const text = entry && lineOfEntry(entry)
      if (text !== undefined) texts.set(`${entryId(stretch.feed, seq)} ${text}`, text)
      if (texts.size >= TEXTS) return [...texts.values()]
    }
  }
  return [...texts.values()]
}

/** What it says, or what the first of its files is called; nothing when it is no message. */
function lineOfEntry(entry: Entry): string | undefined {
  const text = readMessage(entry)
  return text === undefined ? undefined : lineOf({ text, files: readFiles(entry) })
}

function plain(reason: HiddenView['reason'], count: number): HiddenView {
  return { reason, authorName: '', count, texts: [] }
}
