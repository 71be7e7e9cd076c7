/**
 * Loaded first into every Node process that boot.mjs or proc.ts starts: when the parent's channel closes, this process is
 * asked to stop as by SIGTERM, and ends by itself if it has not ten seconds later. So nothing outlives a killed npm.
 */
const patience = 10_000

if (process.channel) {
  process.channel.unref()
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), patience).unref()
    process.kill(process.pid, 'SIGTERM')
  })
}
