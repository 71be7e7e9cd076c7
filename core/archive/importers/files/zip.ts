/** Zip files of other systems, read by the reader of archives; what it refuses is told in the words of an import. */
import { type FolkmootError, LIMITS } from '../../../shared/index.ts'
import type { RandomAccess } from '../../bag/random-access.ts'
import { openZip, type ZipRules } from '../../bag/zip-reader.ts'
import { archiveErrors } from '../../errors.ts'
import type { ImportFile } from '../about.ts'
import { importErrors } from '../errors.ts'
import { type Parts, partsOf } from './parts.ts'
import { type Pieces, piecesOf, wholeOf } from './pieces.ts'

/** Exports are mostly text and deflate well; deflate itself comes to no more than about a thousand times. */
const RULES: ZipRules = {
  files: LIMITS.importParts,
  bytes: LIMITS.importUnpackedBytes,
  ratio: Infinity,
  foreign: true,
}

/** @throws import/broken, import/truncated, import/unsafe, import/too-large, import/cannot-unpack */
export async function readZip(file: ImportFile, signal: AbortSignal): Promise<Parts> {
  const access: RandomAccess = {
    size: file.size,
    read: (offset, length, stop) => wholeOf(piecesOf(file, stop, offset, offset + length), file.name, length),
  }
  try {
    const { files } = await openZip(access, signal, RULES)
    return partsOf(
      [...files.values()].map(({ path, bytes, open }) => ({
        path,
        size: bytes,
        open: (stop) => inOurWords(open(stop), path),
      })),
    )
  } catch (error) {
    throw told(error, file.name)
  }
}

async function* inOurWords(pieces: Pieces, where: string): AsyncGenerator<Uint8Array> {
  try {
    yield* pieces
  } catch (error) {
    throw told(error, where)
  }
}

function told(error: unknown, name: string): unknown {
  const known = MEANINGS.find(([code]) => archiveErrors.is(error, code))
  if (!known) return error
  const { file } = (error as FolkmootError).details
  const where = typeof file === 'string' && file !== '' ? file : name
  return importErrors(known[1], { cause: error, details: { where } })
}

const MEANINGS = [
  // Its list stands at its end.
  ['not-an-archive', 'truncated'],
  ['damaged', 'broken'],
  ['too-large', 'too-large'],
  ['unsafe', 'unsafe'],
  ['unsupported', 'cannot-unpack'],
] as const
