/** `npm run format -- [path ...]`: writes the house's layout into the given paths, or everywhere. */
import { runNode } from './proc.ts'

const { code } = await runNode('node_modules/oxfmt/bin/oxfmt', process.argv.slice(2))
process.exitCode = code
