/** A blind keeper: keeps sealed parcels of communities for their members, and can read none. */
export { Keeper, type KeeperOptions, type KeeperStatus } from './keeper.ts'
export { keeperSchema } from './schema.ts'
