/** The communities of this profile: founded, joined, opened, left. */
export type { Carried } from './carried.ts'
export { Communities, type JoinState } from './communities.ts'
export { Community } from './community.ts'
export type { CommunityListing } from './listing.ts'
export { privateSchema } from './private/registry.ts'
export { registrySchema } from './registry.ts'
export { safetyNumber } from './safety-number.ts'
export type { Standing } from './standing.ts'
