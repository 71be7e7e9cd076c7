/** The core in Electron's utility process. Its only door is the port to the process that forked it. */
import { watchParent } from './parent.ts'
import { serveShell, type ParentPort } from './shell/serve.ts'

const { parentPort: port } = process as NodeJS.Process & { readonly parentPort?: ParentPort }

if (port) {
  // For tests of the window: they speak to this computer alone.
  const alone = process.env['FOLKMOOT_NETWORK'] === 'loopback'
  const network = alone ? { discovery: false, listen: { host: '127.0.0.1', port: 0 } } : { discovery: true }
  const server = serveShell({ port, network, exit: (code) => process.exit(code) })
  // Ctrl+C in a terminal reaches us too, and the shell will ask us to stop.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => void server.stop())
  watchParent(process.ppid, () => void server.stop())
} else {
  process.stderr.write('folkmoot: this file is started by the window; use cli.js instead\n')
  process.exitCode = 2
}
