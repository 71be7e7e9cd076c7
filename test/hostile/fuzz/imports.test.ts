/** Readers of other systems' exports: spoilt anywhere they refuse, or read what is left; nothing else comes of it. */
import { describe } from 'vitest'
import { utf8 } from '../../../core/shared/index.ts'
import { fuzz } from '../../support/fuzz/fuzz.ts'
import * as exports from '../../support/imports/exports.ts'
import { readAll } from '../../support/imports/files.ts'

const THROWS = ['unknown', 'broken', 'truncated', 'too-large', 'unsafe', 'cannot-unpack'].map(
  (code) => `import/${code}`,
)
const SYSTEMS: readonly (readonly [string, readonly Uint8Array[]])[] = [
  ['slack', [exports.slackExport()]],
  ['discord', [utf8(exports.discordExport())]],
  ['mail', [utf8(exports.mailbox())]],
  ['table', [utf8(exports.table)]],
  ['discourse', [exports.discourseExport(), utf8(exports.discourseDump), utf8(exports.discourseCategory)]],
  ['zulip', [exports.zulipExport()]],
  [
    'mattermost',
    [exports.mattermostExport(), utf8(exports.mattermostLines.map((line) => JSON.stringify(line)).join('\n'))],
  ],
]

describe.each(SYSTEMS)('an export of %s', (name, samples) => {
  fuzz({
    name: `import-${name}`,
    samples,
    read: async (input) => (await readAll('export', input)).items.length,
    throws: THROWS,
    most: (length) => 512 * length + 2 ** 23,
    cases: 150,
  })
})
