/** What is unread and for this person, and how much they wish to be told of. */
export { HeedMenu } from './HeedMenu.tsx'
export { InboxPage } from './InboxPage.tsx'
export { Notifier } from './Notifier.tsx'
export { useNextUnread } from './useNextUnread.ts'
