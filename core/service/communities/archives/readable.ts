import { type ReadableOf } from '../../../archive/index.ts'
import { readPlaces } from '../../../archive/reading/read-places.ts'

export const readableOf: ReadableOf = (places, wish) => {
  const [first, ...rest] = places
  if (!first) throw new TypeError('an archive is of something')
  const { name, newest } = readPlaces([first, ...rest], wish).community
  return { name, newest, files: () => [] }
}
