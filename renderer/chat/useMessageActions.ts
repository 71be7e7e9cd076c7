/** What can be done with the messages of a room, as one thing that stays the same: rows are not drawn again for it. */
import { useMemo, useState } from 'react'
import { command, useConnection, type CommunityId, type MessageRow, type SpaceId } from '../session/index.ts'
import type { MessageActions, MessagePart } from './message-actions.ts'

export interface OpenPart {
  readonly id: string
  readonly part: MessagePart
}

export function useMessageActions(community: CommunityId, space: SpaceId, writable: boolean) {
  const connection = useConnection()
  const [open, setOpen] = useState<OpenPart | undefined>()
  const [editing, setEditing] = useState<MessageRow | undefined>()
  const [withdrawing, setWithdrawing] = useState<MessageRow | undefined>()
  const actions = useMemo<MessageActions>(() => {
    const instead = (begin: (row: MessageRow) => void) => (row: MessageRow) => {
      setOpen(undefined)
      begin(row)
    }
    return {
      show: ({ id }, part) => setOpen(part && { id, part }),
      async earlier({ id }) {
        const outcome = await command(connection, ({ rooms }) => rooms.versions({ community, space, id }))
        return outcome.ok ? outcome.value : undefined
      },
      edit: writable ? instead(setEditing) : undefined,
      withdraw: writable ? instead(setWithdrawing) : undefined,
    }
  }, [connection, community, space, writable])
  return { actions, open, editing, setEditing, withdrawing, setWithdrawing }
}
