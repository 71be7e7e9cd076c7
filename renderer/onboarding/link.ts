const LINK = /folkmoot:\/\/join[^\s<>"'“”„«»]*/i

/** The invite link inside whatever was pasted: a whole mail, quotes around it, a line broken by a mail program. */
export function linkIn(text: string): string | undefined {
  const [found] = LINK.exec(text) ?? LINK.exec(text.replace(/\s+/g, '')) ?? []
  return found?.replace(/[.,;:!?)\]]+$/, '')
}
