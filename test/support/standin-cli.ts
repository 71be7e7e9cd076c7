/** The command line over rooms that stand in for the real ones; with STANDIN_HANGS they never finish stopping. */
import { main } from '../../core/node/cli/main.ts'
import { standInRooms } from './standin-rooms.ts'

const { compose } = standInRooms()

process.exit(
  await main(process.argv.slice(2), {
    compose: async (...args) => {
      const running = await compose(...args)
      return process.env['STANDIN_HANGS'] === undefined
        ? running
        : { ...running, stop: () => new Promise(() => undefined) }
    },
  }),
)
