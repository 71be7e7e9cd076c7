/** `folkmoot-verify`: checks an archive, and names what is wrong with it. */
import { verifyMain } from './cli/verify.ts'

process.exit(await verifyMain(process.argv.slice(2)))
