/** What the pane is to search for when it opens next: what the palette hands it, or else what was last sought. */
export type Scope = 'room' | 'community' | 'all'

export interface Wish {
  readonly text: string
  readonly scope: Scope
}

let next: Wish | undefined

export function wishFor(wish: Wish): void {
  next = wish
}

export function takeWish(): Wish {
  const wish = next ?? { text: '', scope: 'room' }
  next = undefined
  return wish
}
