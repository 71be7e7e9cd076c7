/** Messages as screens show them. */
import type { MessageRow } from '../../contract/index.ts'
import type { MessageRecord } from '../../view/index.ts'
import type { Community } from '../communities/index.ts'
import { shownName } from '../names.ts'

/** With the names and roles their authors have in the community now. */
export function rowsOf(community: Community, records: readonly MessageRecord[]): MessageRow[] {
  const names = community.view.queries.names()
  const { members } = community.membership.state
  return records.map((record) => {
    const { id, time, at, author, mine, text, late, withdrawn, forked, editedAt, arrival, reached } = record
    const role = members.get(author)?.role
    return {
      id,
      time,
      at,
      author,
      authorName: shownName(author, names.get(author)),
      ...(role && { authorRole: role }),
      mine,
      text,
      late,
      ...(editedAt !== undefined && { editedAt }),
      withdrawn,
      forked,
      arrival,
      reached,
    }
  })
}
