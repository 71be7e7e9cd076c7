/**
 * The table of rooms: who may import whom. The checks in boundaries.ts and the map are made from it; nothing else says it.
 * A room is entered only by its index.ts. Everybody may import core/shared. When a door proves wrong, change it here and
 * say why in the commit.
 */
export interface Room {
  readonly name: string
  /** A folder, without a slash at its end. */
  readonly path: string
  /** Names of the rooms it may import. */
  readonly may: readonly string[]
  /** Runs where there is no Node: no builtin module of Node. */
  readonly anywhere?: true
  /** npm packages it may import, when not all. */
  readonly packages?: readonly string[]
}

const shared = 'core/shared'
const contract = 'core/contract'

function core(name: string, may: readonly string[], more: Partial<Room> = {}): Room {
  const rooms = name === 'shared' ? [] : [shared, ...may.map((other) => `core/${other}`)]
  return { name: `core/${name}`, path: `core/${name}`, may: rooms, ...more }
}

const coreRooms: readonly Room[] = [
  core('shared', [], { anywhere: true }),
  core('contract', [], { anywhere: true, packages: ['zod', '@orpc/contract'] }),
  core('storage', []),
  core('games', []),
  core('identity', ['storage']),
  core('membership', ['identity', 'storage']),
  core('documents', ['membership', 'identity', 'storage']),
  core('parcels', ['documents', 'membership', 'identity', 'storage']),
  core('blobs', ['storage', 'identity', 'membership']),
  core('moderation', ['documents', 'membership']),
  core('view', ['contract', 'documents', 'membership', 'moderation', 'games', 'storage']),
  core('sync', ['identity', 'membership']),
  core('keeper', ['sync', 'storage', 'identity']),
  core('archive', ['contract', 'documents', 'blobs', 'membership', 'identity', 'storage', 'view']),
  core('service', [
    ...[
      'contract',
      'storage',
      'games',
      'identity',
      'membership',
      'documents',
      'parcels',
      'blobs',
      'moderation',
      'view',
      'archive',
    ],
  ]),
]

const features = [
  ...[
    'onboarding',
    'communities',
    'home',
    'inbox',
    'chat',
    'boards',
    'wiki',
    'events',
    'polls',
    'exchange',
    'games',
    'members',
    'people',
    'devices',
    'private',
  ],
  ...['search', 'moderation', 'peers', 'archive', 'settings'],
]

function renderer(name: string, may: readonly string[]): Room {
  return { name: `renderer/${name}`, path: `renderer/${name}`, may, anywhere: true }
}

const parts = ['ui', 'i18n', 'session', 'emoji', 'attachments', 'content'].map((name) => `renderer/${name}`)

const rendererRooms: readonly Room[] = [
  renderer('i18n', [contract, shared]),
  renderer('session', [contract, shared]),
  renderer('ui', ['renderer/i18n', shared]),
  renderer('emoji', ['renderer/ui', 'renderer/i18n', 'renderer/session', contract, shared]),
  renderer('attachments', ['renderer/ui', 'renderer/i18n', 'renderer/session', contract, shared]),
  renderer('content', [
    ...['renderer/ui', 'renderer/i18n', 'renderer/session', 'renderer/emoji', 'renderer/attachments'],
    ...[contract, shared],
  ]),
  // A topic of a board is a thread of messages: it is shown by the same list, with the same composer.
  ...features.map((feature) =>
    renderer(feature, [...parts, ...(feature === 'boards' ? ['renderer/chat'] : []), contract, shared]),
  ),
  renderer('app', [...parts, ...features.map((feature) => `renderer/${feature}`), contract, shared]),
]

/** In the order of a reader: what is below comes first. */
export const rooms: readonly Room[] = [
  ...coreRooms,
  { name: 'core/node', path: 'core/node', may: coreRooms.map(({ name }) => name) },
  { name: 'electron', path: 'electron', may: [contract, shared] },
  ...rendererRooms,
]
