/** What can be done with the messages of a room, as one thing that stays the same: rows are not drawn again for it. */
import { useMemo, useState } from 'react'
import { messageHref } from '../../core/shared/index.ts'
import { useText } from '../i18n/index.ts'
import {
  command,
  useConnection,
  type CommunityId,
  type EntryId,
  type MessageRow,
  type Refusal,
  type SpaceId,
} from '../session/index.ts'
import { linkTo } from './link-text.ts'
import type { MessageActions, MessageExtra, MessagePart } from './message-actions.ts'

export interface OpenPart {
  readonly id: string
  readonly part: MessagePart
}

/** Everything here must stay the same from one drawing to the next, or all rows are drawn again. */
export interface TalkWays {
  readonly reply: (row: MessageRow) => void
  readonly jump: (id: EntryId) => void
  readonly thread: ((row: MessageRow) => void) | undefined
  readonly extra?: MessageExtra | undefined
}

interface May {
  readonly write: boolean
  readonly pin: boolean
}

export function useMessageActions(community: CommunityId, space: SpaceId, may: May, ways: TalkWays) {
  const connection = useConnection()
  const { format } = useText()
  const [open, setOpen] = useState<OpenPart | undefined>()
  const [editing, setEditing] = useState<MessageRow | undefined>()
  const [withdrawing, setWithdrawing] = useState<MessageRow | undefined>()
  /** Why the last reaction or pin was refused. */
  const [trouble, setTrouble] = useState<Refusal | undefined>()
  const { write, pin } = may
  const { reply, jump, thread, extra } = ways
  const actions = useMemo<MessageActions>(() => {
    const at = { community, space }
    const instead = (begin: (row: MessageRow) => void) => (row: MessageRow) => {
      setOpen(undefined)
      begin(row)
    }
    const run = async (call: Parameters<typeof command<unknown>>[1]): Promise<void> => {
      const outcome = await command(connection, call)
      setTrouble(outcome.ok ? undefined : outcome.refusal)
    }
    return {
      place: at,
      show: ({ id }, part) => setOpen(part && { id, part }),
      async earlier({ id }) {
        const outcome = await command(connection, ({ rooms }) => rooms.versions({ ...at, id }))
        return outcome.ok ? outcome.value : undefined
      },
      jump,
      copyLink: instead((row) => {
        const words = `${row.authorName}, ${format.moment(row.at)}`
        void navigator.clipboard.writeText(linkTo(words, messageHref({ space, id: row.id })))
      }),
      edit: write ? instead(setEditing) : undefined,
      withdraw: write ? instead(setWithdrawing) : undefined,
      reply: write ? instead(reply) : undefined,
      react: write ? ({ id }, emoji, on) => void run(({ rooms }) => rooms.react({ ...at, id, emoji, on })) : undefined,
      pin: pin
        ? instead(({ id, pinned }) => void run(({ rooms }) => rooms.pin({ ...at, id, on: !pinned })))
        : undefined,
      thread: thread && instead(thread),
      extra,
    }
  }, [connection, community, space, write, pin, reply, jump, thread, extra, format])
  return { actions, open, editing, setEditing, withdrawing, setWithdrawing, trouble, calm: () => setTrouble(undefined) }
}
