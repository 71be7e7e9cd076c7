/** What attached files are called in an archive and how its pages show them; and files that somebody only pretends to have attached. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesAccess, isArchivePath, openBag, readableFiles } from '../../../core/archive/index.ts'
import { fileName, mediaIdIn, mediaPath } from '../../../core/archive/media/names.ts'
import { type AttachedFile, messageEntry, readFiles } from '../../../core/documents/index.ts'
import { never } from '../../support/archived.ts'
import { checkArchive, openArchiveOf, writeArchiveOf } from '../../support/archiving.ts'
import { handOver, someFile } from '../../support/attaching.ts'
import { HOSTILE } from '../../support/garden-reading.ts'
import { Neighbours } from '../../support/neighbours.ts'
import { picturedFiles, picturedReading } from '../../support/pictured-reading.ts'
import { lostLinks, strictPage } from '../../support/strict-page.ts'
import { textsOf } from '../../support/written-site.ts'
import { memberId } from '../../support/sketch-reading.ts'

const ACTIVE =
  /\.(?:html?|xhtml|xht|xml|svgz?|mht|mhtml|js|mjs|css|exe|bat|cmd|com|scr|lnk|ps1|vbs|sh|hta|jar|app|desktop|url)$/i

describe('the name of a file in an archive', () => {
  it.each([
    ['Rote Beete.PNG', 'image/png', 'rote-beete.png'],
    ['photo.html', 'image/png', 'photo.png'],
    ['photo', 'image/jpeg', 'photo.jpg'],
    ['page.html', 'text/html', 'page-html.bin'],
    ['drawing.svg', 'image/svg+xml', 'drawing-svg.bin'],
    ['setup.exe', 'application/pdf', 'setup-exe.bin'],
    ['Plan für Mai.PDF', '', 'plan-fur-mai.pdf'],
    ['بذور.docx', '', 'file.docx'],
    ['花.webp', 'image/webp', 'picture.webp'],
    ['.htaccess', '', 'htaccess.bin'],
    ['../../etc/passwd', '', 'etc-passwd.bin'],
    ['CON', '', 'con.bin'],
    ['', '', 'file.bin'],
  ])('of %s (%s) is %s', (name, type, wanted) => {
    expect(fileName({ name, type })).toBe(wanted)
  })

  it('is one an archive may have, and ends in nothing that runs, whatever it was called', () => {
    const names = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.constantFrom(...HOSTILE))
    const types = fc.oneof(fc.constantFrom('image/png', 'text/html', 'audio/ogg', ''), fc.string())
    fc.assert(
      fc.property(names, types, fc.integer({ min: 0, max: 9e15 }), (name, type, time) => {
        const path = mediaPath('a-room', '0123456789abcdef', time, { name, type })
        expect(isArchivePath(path)).toBe(true)
        expect(path).not.toMatch(ACTIVE)
        expect(mediaIdIn(path)).toBe('0123456789abcdef')
      }),
    )
  })
})

describe('pages of an archive with pictures', () => {
  const texts = textsOf(
    readableFiles(picturedReading(), { wish: { record: true, language: 'en' }, by: memberId('Ada') }),
  )
  const page = strictPage(texts.get('site/room/general/1.html') ?? '')

  it('lead to files that are there, and to nothing that would run', () => {
    const all = new Map([...texts, ...[...picturedFiles().keys()].map((path) => [path, ''] as const)])
    expect(lostLinks(all)).toEqual([])
    for (const path of picturedFiles().keys()) expect(path).not.toMatch(ACTIVE)
    expect(new Set([...picturedFiles().keys()].map((path) => path.toLowerCase())).size).toBe(picturedFiles().size)
    expect(page.tags.filter((tag) => ['script', 'iframe', 'object', 'embed', 'svg'].includes(tag))).toEqual(['script'])
  })

  it('show pictures with what they show, in boxes that are as large before', () => {
    const values = (name: string) => page.attributes.flatMap(([key, value]) => (key === name ? [value] : []))
    expect(values('alt')).toContain('Beans in a basket')
    expect(values('alt')).toContain('two.webp')
    expect(values('width')).toEqual(expect.arrayContaining(['128', '480']))
    expect(values('height')).toEqual(expect.arrayContaining(['128', '120', '270']))
    expect(page.text).toContain('lost.jpg 4.3 MB · not in this archive: it was not on the device that made it')
  })

  it('name all of them where they stay out, and in tables and ActivityStreams', () => {
    const bare = textsOf(readableFiles(picturedReading(false), { wish: { record: true, language: 'de' } }))
    const general = strictPage(bare.get('site/room/general/1.html') ?? '')
    expect(general.tags).not.toContain('img')
    expect(general.text).toContain('beans.webp 4,3 MB · in diesem Archiv weggelassen')
    expect(bare.get('tables/files.csv')).toContain('beans.webp,image/webp,4321000,128,128,Beans in a basket,\r\n')
    const items = JSON.stringify(JSON.parse(texts.get('activity/general-1.json') ?? ''))
    expect(items).toMatch(
      /"mediaType":"audio\/wav","name":"the robin in the apple tree.wav","type":"Audio","url":"..\/media\/general\//,
    )
  })
})

describe('a file of Ada’s that Mallory points at', () => {
  it('is in the archive as hers alone, and each file once, however often it is named', async () => {
    await using all = new Neighbours()
    const { person: ada, community, place } = await all.found('Ada')
    const mallory = await all.join('Mallory', ada, community)
    const file = await handOver(ada.client, place, someFile('ada.png', 'image/png', 300_000))
    await ada.client.rooms.send({ ...place, text: 'me', clientKey: 'of ada herself', files: [file] })
    all.deliver()
    const say = (who: typeof ada, files: readonly AttachedFile[]): void => {
      const own = who.carried.get(community)
      if (!own) throw new TypeError('not carried')
      const entry = messageEntry(all.clock.now(), '', {}, files)
      own.documents.append(own.documents.writablePage(place.space), entry, undefined)
      all.deliver()
    }
    const [known] = [...(mallory.carried.get(community)?.documents.effects() ?? [])].flatMap(({ entry }) =>
      readFiles(entry),
    )
    if (!known) throw new TypeError('no file')
    say(mallory, [known, { ...known, name: 'mine.png' }])
    say(
      ada,
      Array.from({ length: 10 }, () => known),
    )
    say(ada, [{ ...known, ref: { ...known.ref, key: new Uint8Array(32) } }])
    const bytes = await writeArchiveOf(ada, community)
    const bag = await openBag(bytesAccess(bytes), never)
    expect([...bag.files.keys()].filter((path) => path.startsWith('media/'))).toHaveLength(1)
    const { id } = await openArchiveOf(mallory, bytes)
    expect(await checkArchive(mallory, id)).toMatchObject({ sound: true, compared: true, attached: 3, away: 2 })
  })
})
