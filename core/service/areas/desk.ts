/** What the handlers of every area work with. */
import type { Clock } from '../../shared/index.ts'
import type { Communities } from '../communities/index.ts'
import type { ServiceOptions } from '../ports.ts'

export interface Desk {
  readonly options: ServiceOptions
  readonly clock: Clock
  readonly communities: Communities
}
