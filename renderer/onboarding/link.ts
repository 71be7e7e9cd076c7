const LINK = /folkmoot:\/\/(?:join|device|recover)[^\s<>"'“”„«»]*/i
/** A recovery key is copied from paper, where it took more than one line. */
const KEY = /folkmoot:\/\/recover[^\s<>"'“”„«»]*(?:\r?\n[ \t]*[\w-]+[ \t]*(?=\r?\n|$))*/i
const KIND = /^folkmoot:\/\/(join|device|recover)/i

/** What a link is for: coming in by an invitation, being a further device of somebody, or coming back with a recovery key. */
export type LinkKind = 'join' | 'device' | 'recover'

/** The link inside whatever was pasted: a whole mail, quotes around it, a line broken by a mail program. */
export function linkIn(text: string): string | undefined {
  const [key] = KEY.exec(text) ?? []
  if (key !== undefined) return key.replace(/\s+/g, '')
  const [found] = LINK.exec(text) ?? LINK.exec(text.replace(/\s+/g, '')) ?? []
  return found?.replace(/[.,;:!?)\]]+$/, '')
}

export function kindOf(link: string): LinkKind {
  // The pattern names exactly these; what is none of them is left to be refused as an invitation.
  return (KIND.exec(link)?.[1]?.toLowerCase() ?? 'join') as LinkKind
}

/** Whether it is the link of a keeper, which leads into no community. */
export function isKeeper(text: string): boolean {
  return /folkmoot:\/\/keeper/i.test(text)
}
