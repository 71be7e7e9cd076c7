/** How much of its communities a sketched core holds, as a search tells. */
export interface SearchScene {
  readonly held?: 'all' | 'some'
}
