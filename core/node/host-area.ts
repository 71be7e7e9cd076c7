/** The contract's `host` area, answered in every state. */
import { implement } from '@orpc/server'
import { contract, type HostView } from '../contract/index.ts'

/** What the area needs of the core. */
export interface HostCore {
  view(): HostView
  onChange(listener: (view: HostView) => void): () => void
  unlock(passphrase: string): Promise<void>
  takeLink(): string | undefined
}

export function hostArea(core: HostCore) {
  const area = implement(contract.host)
  return area.router({
    watch: area.watch.handler(({ signal }) => watchView(core, signal)),
    unlock: area.unlock.handler(({ input }) => core.unlock(input.passphrase)),
    takeLink: area.takeLink.handler(() => {
      const link = core.takeLink()
      return link === undefined ? {} : { link }
    }),
  })
}

/** The newest view, and again after each change; what was passed over in between is not told. */
async function* watchView(core: HostCore, signal: AbortSignal | undefined): AsyncGenerator<HostView, void, void> {
  let told: HostView | undefined
  let wake = Promise.withResolvers<void>()
  const again = (): void => wake.resolve()
  const forget = core.onChange(again)
  signal?.addEventListener('abort', again, { once: true })
  try {
    while (signal?.aborted !== true) {
      wake = Promise.withResolvers()
      const view = core.view()
      if (view !== told) yield (told = view)
      else await wake.promise
    }
  } finally {
    forget()
    signal?.removeEventListener('abort', again)
  }
}
