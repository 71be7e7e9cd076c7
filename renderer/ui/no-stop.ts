/** What a button in a long list carries that Tab passes by, until the row it stands in has been gone to. */
export const noStop = { tabIndex: -1, 'data-tool': true } as const
