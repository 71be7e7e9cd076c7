/** What a person does in a room: writing, changing, reacting, pinning, reading. */
import { implement } from '@orpc/server'
import { contract } from '../../contract/index.ts'
import { cleanOptionalText, cleanText, isEmoji, LIMITS } from '../../shared/index.ts'
import { messageErrors } from '../errors.ts'
import type { Uploads } from '../communities/files/uploads.ts'
import type { Desk } from './desk.ts'

export function roomDeeds({ communities }: Desk, uploads: Uploads) {
  const os = implement(contract.rooms)
  const at = ({ community, space }: { community: Parameters<typeof communities.get>[0]; space: Space }) =>
    communities.get(community).place(space)
  return {
    send: os.send.handler(({ input }) => {
      const { space, text, clientKey, reply, root, files = [] } = input
      const clean = cleaned(text, files.length > 0)
      const about = { ...(reply && { reply }), ...(root && { root }) }
      if (files.length === 0) return { id: at(input).writing.send(space, clean, clientKey, about) }
      const id = at(input).writing.send(space, clean, clientKey, about, () => uploads.toSend(input, files))
      uploads.sent(files)
      return { id }
    }),
    edit: os.edit.handler(({ input }) => {
      const { writing, view } = at(input)
      const clean = cleaned(input.text, (view.queries.message(input.id)?.files.length ?? 0) > 0)
      writing.edit(input.space, input.id, clean)
    }),
    withdraw: os.withdraw.handler(({ input }) => at(input).writing.withdraw(input.space, input.id)),
    react: os.react.handler(({ input }) => {
      // What somebody put there with a newer list of emoji can be taken back all the same.
      if (input.on && !isEmoji(input.emoji)) throw messageErrors('not-an-emoji')
      at(input).writing.react(input.space, input.id, input.emoji, input.on)
    }),
    pin: os.pin.handler(({ input }) => at(input).writing.pin(input.space, input.id, input.on)),
    settleLost: os.settleLost.handler(({ input: { community, ids, again } }) =>
      communities.get(community).settleLost(ids, again),
    ),
    keepDraft: os.keepDraft.handler(({ input }) => {
      const text = input.text.slice(0, LIMITS.draftUnits)
      at(input).view.keepDraft(input.space, input.root ?? '', { text, reply: input.reply })
    }),
    markRead: os.markRead.handler(({ input }) =>
      at(input).view.markRead(input.space, input.upTo, input.root, input.called),
    ),
    markAllRead: os.markAllRead.handler(({ input }) => at(input).view.markAllRead(input.space)),
  }
}

/** With files a message need not say anything. @throws text/empty, text/too-long */
function cleaned(text: string, hasFiles: boolean): string {
  return hasFiles
    ? cleanOptionalText(text, { bytes: LIMITS.messageBytes })
    : cleanText(text, { bytes: LIMITS.messageBytes })
}

type Space = Parameters<ReturnType<Desk['communities']['get']>['place']>[0]
