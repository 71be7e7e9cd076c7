/**
 * Writes golden files: `node test/support/write-golden.ts v2`. A version that was released is never written again: when a format changes,
 * copy golden.ts for the new version, write it beside the old one, and keep the test that reads the old.
 */
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeGolden } from './golden.ts'
import { makeGoldenArchive, makeGoldenMediaArchive } from './golden-archive.ts'
import { makeGoldenDecisions } from './golden-decisions.ts'
import { makeGoldenDevices } from './golden-devices.ts'
import { makeGoldenParcels } from './golden-parcels.ts'
import { smallCommunity } from './small-community.ts'

const [version = ''] = process.argv.slice(2)
const folder = join(import.meta.dirname, '../fixtures', version)
if (!/^v[1-9][0-9]*$/.test(version) || existsSync(folder))
  throw new TypeError('give a version that is not there yet, such as v2')
mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'vectors.json'), `${JSON.stringify(makeGolden(), null, 1)}\n`)
writeFileSync(join(folder, 'decisions.json'), `${JSON.stringify(makeGoldenDecisions(), null, 1)}\n`)
writeFileSync(join(folder, 'devices.json'), `${JSON.stringify(makeGoldenDevices(), null, 1)}\n`)
writeFileSync(join(folder, 'parcels.json'), `${JSON.stringify(makeGoldenParcels(), null, 1)}\n`)
const { plain, sealed } = await makeGoldenArchive()
writeFileSync(join(folder, 'archive.folkmoot.zip'), plain)
writeFileSync(join(folder, 'archive.folkmoot.zip.sealed'), sealed)
writeFileSync(join(folder, 'archive-media.folkmoot.zip'), await makeGoldenMediaArchive())

/** A whole database of one of two people, closed in good order. Its key is 32 bytes of 7. */
using village = smallCommunity('golden')
village.join('bram', 'ada')
village.carryAll()
for (let i = 0; i < 300; i++) village.say(i % 3 === 0 ? 'bram' : 'ada', `message ${i} from the time of version 1`)
village.carryAll()
const { documents, database } = village.person('bram')
documents.close()
database.close()
copyFileSync(join(village.folder, 'bram.db'), join(folder, 'community.db'))
