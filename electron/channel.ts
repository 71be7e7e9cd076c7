/** What a page and the shell say to each other: the page asks "give me a port", the shell answers with one. */
export const portChannel = 'folkmoot:port'

/** The person has clicked a notification: the window is to come forward. */
export const showChannel = 'folkmoot:show'

/**
 * What the page hears as a window message, once it has posted `{ type: 'folkmoot:ready' }` itself: a port came (it is in
 * the event's `ports`), or core is gone and a new port will follow.
 */
export type PageMessage = { readonly type: 'folkmoot:port' } | { readonly type: 'folkmoot:gone' }
