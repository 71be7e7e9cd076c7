/** For a part of the page that scrolls by itself: whoever has only a keyboard must be able to reach it and scroll. */
export const scrollable = { tabIndex: 0 } as const

/** The same where nothing else says what it is: whoever cannot see it hears where they have come to. */
export const scrollableAs = (label: string) => ({ tabIndex: 0, role: 'group', 'aria-label': label }) as const
