/** About how many bytes a value takes; what is shared is counted once. Stops counting beyond `enough`. */
export function weigh(value: unknown, enough: number): number {
  const seen = new Set<unknown>()
  const left: unknown[] = [value]
  let sum = 0
  while (left.length > 0 && sum <= enough) {
    const each = left.pop()
    sum += 8
    if (typeof each === 'string') sum += 2 * each.length
    if (typeof each !== 'object' || each === null || seen.has(each)) continue
    seen.add(each)
    // A view holds on to all that it is a view of.
    if (each instanceof Uint8Array) sum += each.buffer.byteLength
    else if (each instanceof Map) for (const pair of each) left.push(...pair)
    else for (const name of Object.keys(each)) left.push((each as Readonly<Record<string, unknown>>)[name])
  }
  return sum
}
