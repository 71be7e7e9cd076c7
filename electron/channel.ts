/** The one message between a page and the shell: the page asks "give me a port", the shell answers with one. */
export const portChannel = 'folkmoot:port'

/**
 * What the page hears as a window message, once it has posted `{ type: 'folkmoot:ready' }` itself: a port came (it is in
 * the event's `ports`), or core is gone and a new port will follow.
 */
export type PageMessage = { readonly type: 'folkmoot:port' } | { readonly type: 'folkmoot:gone' }
