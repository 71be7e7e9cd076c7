/** Who is there in a sketched community: nobody says anything of themselves, and what this person wishes is kept. */
import type { PresenceSettings, PresenceView, TypingView } from '../../../core/contract/index.ts'
import { Cell } from './cell.ts'
import { guarded } from './guarded.ts'

export function presenceHandlers() {
  const { presence } = guarded
  const settings = new Cell<PresenceSettings>({ presence: true, typing: true })
  const members = new Cell<PresenceView>({ members: [] })
  const typing = new Cell<TypingView>({ members: [] })
  const attending = new Cell({})
  return {
    presence: {
      watch: presence.watch.handler(({ signal }) => members.watch(signal)),
      watchTyping: presence.watchTyping.handler(({ signal }) => typing.watch(signal)),
      type: presence.type.handler(() => undefined),
      attend: presence.attend.handler(({ signal }) => attending.watch(signal)),
      watchSettings: presence.watchSettings.handler(({ signal }) => settings.watch(signal)),
      changeSettings: presence.changeSettings.handler(({ input }) => {
        settings.set({
          presence: input.presence ?? settings.value.presence,
          typing: input.typing ?? settings.value.typing,
        })
        return settings.value
      }),
    },
  }
}
