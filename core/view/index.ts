/** What people see: entries folded into an index, in the order every peer computes alike. */
export type { FeedPlace } from './elsewhere.ts'
export type { Touched } from './fold-facts.ts'
export { baseTime, orderTime, type Witness } from './order.ts'
export type { CharterRecord, MessageRecord, SpaceRecord } from './queries.ts'
export { markSchema, viewSchema } from './schema.ts'
export { View, type ViewOptions } from './view.ts'
