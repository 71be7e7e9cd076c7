/** For a part of the page that scrolls by itself: whoever has only a keyboard must be able to reach it and scroll. */
export const scrollable = { tabIndex: 0 } as const
