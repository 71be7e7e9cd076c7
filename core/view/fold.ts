/** From effects to rows: what each entry changes in the index. An entry whose author may not, or whose fields do not fit, changes nothing. */
import type { Effect } from '../documents/index.ts'
import { foldCharter } from './fold-charter.ts'
import { authorOf, type FoldFacts, type Touched } from './fold-facts.ts'
import { PageFold } from './fold-page.ts'
import { foldProfile } from './fold-profile.ts'

/** Folds new effects. */
export function fold(facts: FoldFacts, effects: readonly Effect[], touched: Touched): void {
  let page: PageFold | undefined
  for (const effect of effects) {
    const author = authorOf(facts, effect.device)
    if (!author) continue
    switch (effect.kind) {
      case 'charter':
        foldCharter(facts, effect, author, touched)
        break
      case 'profiles':
        foldProfile(facts, effect, author, touched)
        break
      case 'room-page':
        page ??= new PageFold(facts, touched)
        page.take(effect, author)
        break
      case 'room-root':
        break
    }
  }
  page?.settle()
}
