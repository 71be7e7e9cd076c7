/**
 * Who may speak to the browser address: pages that came from it, in a browser that asked for it by its own name.
 * Another site's page, and a name that was made to point here (DNS rebinding), get nothing.
 */
export interface Asking {
  readonly method: string
  readonly host: string | undefined
  readonly origin: string | undefined
  readonly fetchSite: string | undefined
  readonly fetchMode: string | undefined
}

export interface Own {
  /** `127.0.0.1:PORT` */
  readonly authority: string
  /** `http://127.0.0.1:PORT` */
  readonly origin: string
}

/** 421: not our name. 403: another page's. Nothing: go on. `speaks` is for requests that do more than read public files. */
export function judge(asking: Asking, own: Own, speaks: boolean): 421 | 403 | undefined {
  if (asking.host !== own.authority) return 421
  if (asking.origin !== undefined && asking.origin !== own.origin) return 403
  if (speaks && asking.origin === undefined && asking.fetchSite !== 'same-origin') return 403
  const foreign = asking.fetchSite === 'cross-site' || asking.fetchSite === 'same-site'
  if (foreign && (speaks || asking.fetchMode !== 'navigate')) return 403
  return undefined
}
