/** The contract's handlers: where commands meet rooms. */
import { identitySchema } from '../identity/index.ts'
import type { Schema } from '../storage/index.ts'
import { archiveSchema, privateSchema, registrySchema } from './communities/index.ts'

export type { Community } from './communities/index.ts'
export { keptReach } from './kept-reach.ts'
export type { JoinRequest, Meeting, Network, NetworkStatus, PeerStatus, ServiceOptions } from './ports.ts'
export { createService, type Service } from './service.ts'

/** Tables the service keeps in profile.db. */
export const profileSchemas: readonly Schema[] = [identitySchema, registrySchema, privateSchema, archiveSchema]
