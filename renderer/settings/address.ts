/** Ports and addresses as a person writes them. */

/** 0 for nothing written, which means any free port; nothing for what is no port. */
export function portOf(text: string): number | undefined {
  const typed = text.trim()
  if (typed === '') return 0
  const port = /^\d{1,5}$/.test(typed) ? Number(typed) : 0
  return port >= 1 && port <= 65_535 ? port : undefined
}

/** `host:port` of a multiaddr that says no more than that; any other as it is. */
export function shownAddress(address: string): string {
  const [, kind, host = '', port = ''] = /^\/(ip4|ip6|dns|dns4|dns6)\/([^/]+)\/tcp\/(\d+)$/.exec(address) ?? []
  if (kind === undefined || kind === 'dns4' || kind === 'dns6') return address
  return kind === 'ip6' ? `[${host}]:${port}` : `${host}:${port}`
}
