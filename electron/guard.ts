/** Holds every page and the session to policy.ts: what is not allowed there does not happen. */
import type { Electron, Session, WebContents, Window } from './api.ts'
import { externalLink, mayDownload, mayHave, mayNavigate, mayRequest } from './policy.ts'

export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(mayHave(permission, details.requestingUrl, details))
  })
  session.setPermissionCheckHandler((_contents, permission, origin, details) => mayHave(permission, origin, details))
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayRequest(url) }))
  session.on('will-download', (event, item) => {
    if (!mayDownload(item.getURL())) event.preventDefault()
  })
}

/** No page leaves, embeds or opens another; a link to the outside goes to `onLink`. */
export function guardContents(contents: WebContents, onLink: (url: string) => void): void {
  contents.on('will-frame-navigate', (event) => {
    if (!mayNavigate(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    onLink(url)
    return { action: 'deny' }
  })
}

/** Opens outside links after the person agreed; one question at a time, so that a page cannot pile them up. */
export function linkOpener(
  { dialog, shell }: Pick<Electron, 'dialog' | 'shell'>,
  window: () => Window | undefined,
): (url: string) => Promise<void> {
  let asking = false
  return async (url) => {
    const link = externalLink(url)
    const over = window()
    if (link === undefined || over === undefined || asking) return
    asking = true
    try {
      const { response } = await dialog.showMessageBox(over, {
        message: `Open ${link.place}?`,
        detail: `${link.url.slice(0, 500)}\n\nThis leaves Folkmoot: whoever runs that place learns that you opened it.`,
        buttons: ['Open', 'Cancel'],
        defaultId: 1,
        cancelId: 1,
        noLink: true,
      })
      if (response === 0) await shell.openExternal(link.url)
    } catch {
      // No program for such links, or the window went away: nothing was opened.
    } finally {
      asking = false
    }
  }
}
