#!/usr/bin/env node
/** `npx folkmoot-verify FILE`, in a checkout of Folkmoot: the same as `npm run verify -- FILE`. */
process.argv.splice(2, 0, 'core/node/verify.ts')
await import('./boot.mjs')
