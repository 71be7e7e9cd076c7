/** Archives of the released form open and check for ever. The files are never written again. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bytesAccess, openBag, readableOf, unsealArchive } from '../../../core/archive/index.ts'
import { readMessage } from '../../../core/documents/index.ts'
import { never, respelled, sha256, unpacked, verified } from '../../support/archived.ts'
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

  it('holds the files that were attached, and each of their bytes is checked', async () => {
    using here = smallCommunity('today')
    const bytes = fixture('archive-media.folkmoot.zip')
    const report = await verified(here, bytes, readableOf)
    expect(report).toMatchObject({ sound: true, signed: true, attached: 3, away: 1, findings: [] })
    const paths = [...(await openBag(bytesAccess(bytes), never)).files.keys()].filter((path) =>
      path.startsWith('media/'),
    )
    expect(paths.map((path) => path.replace(/[0-9a-f]{16}/, 'id'))).toEqual([
      expect.stringMatching(/^media\/general\/\d{4}-\d\d-\d\d-id-beans\.png$/),
      expect.stringMatching(/^media\/general\/\d{4}-\d\d-\d\d-id-page-html\.bin$/),
    ])
    const [picture = ''] = paths
    const spoilt = await respelled(bytes, (files) => {
      const whole = Buffer.from(files.get(picture) ?? [])
      whole[69_999] = (whole[69_999] ?? 0) ^ 1
      files.set(picture, whole)
    })
    const { findings } = await verified(here, spoilt, readableOf)
    expect(findings).toMatchObject([{ code: 'media-altered', file: picture, what: 'beans.png' }])
  })

  it('opens under its passphrase', async () => {
    const sealed = await unsealArchive(bytesAccess(fixture('archive.folkmoot.zip.sealed')), GOLDEN_PASSPHRASE, never)
    expect(sha256(await sealed.read(0, sealed.size, never))).toBe(sha256(fixture('archive.folkmoot.zip')))
  })
})
