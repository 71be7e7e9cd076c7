/** The communities of this profile: founded, joined, opened, left. */
export { Communities, type CommunityListing, type JoinState } from './communities.ts'
export { Community } from './community.ts'
export { registrySchema } from './registry.ts'
