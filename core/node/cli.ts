/** `folkmoot`: the core in plain Node, with its screens in the browser or with none. */
import { main } from './cli/main.ts'

process.exit(await main(process.argv.slice(2)))
