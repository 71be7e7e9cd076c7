/** The command line over the real rooms, where all frames that reach this core are written to the file OVERHEARD, in hex. */
import { appendFileSync } from 'node:fs'
import { main } from '../../core/node/cli/main.ts'
import type { Compose } from '../../core/node/parts.ts'
import { peerKeyOf } from '../../core/node/peer-key.ts'
import { createService, profileSchemas } from '../../core/service/index.ts'
import { openProfile } from '../../core/storage/index.ts'
import { createSync, libp2pTransport } from '../../core/sync/index.ts'
import { overheard } from './wire-tap.ts'

const file = process.env['OVERHEARD'] ?? ''

const compose: Compose = async (options, keyStore, signal) => {
  const { profileFolder: folder, clock, random, log, network } = options
  const profile = await openProfile({ folder, keyStore, schemas: profileSchemas, signal })
  const privateKey = await peerKeyOf(profile.settings)
  const { listen = {}, discovery } = network
  const real = await libp2pTransport({ privateKey, listen, discovery, log, clock })
  const transport = overheard(real, (frame) => appendFileSync(file, `${Buffer.from(frame).toString('hex')}\n`))
  const sync = createSync({ transport, clock, random, log })
  await sync.start(signal)
  const service = createService({ profile, clock, random, log, network: sync })
  service.start()
  return {
    router: service.router,
    stop: async () => {
      await service.stop()
      await sync.stop()
      profile.close()
    },
  }
}

process.exit(await main(process.argv.slice(2), { compose }))
