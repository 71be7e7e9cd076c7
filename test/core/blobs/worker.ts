/** The process that is killed: keeps one file after the other, as its own or as they come, and says each once it is promised. */
import { writeSync } from 'node:fs'
import { openStore, sealedFile } from '../../support/blobs.ts'

const [how = '', folder = ''] = process.argv.slice(2)
const { store } = await openStore(folder)
for (let n = 0; ; n += 1) {
  const file = sealedFile(300_000, String(n))
  if (how === 'own') {
    store.keepOwn(file.chunks, String(n))
    store.adopt(file.ref.root)
  } else {
    store.want(file.ref)
    store.take(file.root.bytes)
    for (const { bytes } of file.chunks) store.take(bytes)
  }
  writeSync(1, `${n}\n`)
}
