/** Archives of the released form open and check for ever. The files are never written again. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bytesAccess, unsealArchive } from '../../../core/archive/index.ts'
import { readMessage } from '../../../core/documents/index.ts'
import { never, sha256, unpacked, verified } from '../../support/archived.ts'
import { GOLDEN_PASSPHRASE } from '../../support/golden-archive.ts'
import { smallCommunity } from '../../support/small-community.ts'

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(join(import.meta.dirname, '../../fixtures/v1', name)))

describe('an archive of version 1', () => {
  it('opens, checks, and says what it said', async () => {
    using here = smallCommunity('today')
    const bytes = fixture('archive.folkmoot.zip')
    expect(await verified(here, bytes)).toMatchObject({ sound: true, signed: true, decisions: 4, findings: [] })
    const { archive, places } = await unpacked(here, bytes)
    expect(archive.statement).toMatchObject({ name: 'Small', wish: { record: true, media: true, language: 'en' } })
    const texts = places.flatMap(({ documents }) =>
      [...documents.effects()].flatMap(({ entry }) => readMessage(entry) ?? []),
    )
    const said = Array.from({ length: 30 }, (_, at) => `message ${at} of version 1`)
    expect(texts.toSorted()).toEqual([...said, 'beans, at last'].toSorted())
    expect(
      places[0]?.view.queries
        .spaces()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['garden', 'general'])
  })

  it('opens under its passphrase', async () => {
    const sealed = await unsealArchive(bytesAccess(fixture('archive.folkmoot.zip.sealed')), GOLDEN_PASSPHRASE, never)
    expect(sha256(await sealed.read(0, sealed.size, never))).toBe(sha256(fixture('archive.folkmoot.zip')))
  })
})
