/** `npm run map`: the rooms and the doors in use between them, as a Mermaid graph, with unused permissions below it. */
import { readImports } from './boundaries.ts'
import { rooms } from './rooms.ts'

function roomOf(file: string): string | undefined {
  return rooms.find(({ path }) => file.startsWith(`${path}/`))?.name
}

const uses = new Map<string, number>()
const { modules } = await readImports()
for (const { source, dependencies } of modules) {
  const from = roomOf(source)
  for (const { resolved } of dependencies) {
    const to = roomOf(resolved)
    if (from === undefined || to === undefined || from === to || to === 'core/shared') continue
    const edge = `${from} ${to}`
    uses.set(edge, (uses.get(edge) ?? 0) + 1)
  }
}

console.log('graph TD')
for (const [edge, count] of [...uses].toSorted(([a], [b]) => a.localeCompare(b)))
  console.log(`  ${edge.replace(' ', ` -->|${count}| `)}`)
const built = rooms.filter(({ name }) => modules.some(({ source }) => roomOf(source) === name))
console.log(`%% rooms: ${built.map(({ name }) => name).join(' ')} (all may import core/shared)`)
for (const { name, may } of built) {
  const unused = may.filter((other) => other !== 'core/shared' && !uses.has(`${name} ${other}`))
  if (unused.length > 0) console.log(`%% ${name} may also import ${unused.join(' ')}`)
}
