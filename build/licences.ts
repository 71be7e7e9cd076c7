/** Every installed package has a licence we accept (licences.json), or is named there with the reason why it may stay. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, runNode } from './proc.ts'
import type { Verdict } from './steps.ts'

interface Policy {
  readonly allowed: readonly string[]
  /** Package name, or a scope with `/*`, to the reason. */
  readonly exceptions: Readonly<Record<string, string>>
}

const checker = 'node_modules/license-checker-rseidelsohn/bin/license-checker-rseidelsohn.js'

/** Whether one of the choices of a licence expression is allowed whole. */
export function accepts(allowed: readonly string[], expression: string): boolean {
  const bare = expression.replaceAll(/[()*]/g, '')
  return bare.split(' OR ').some((choice) => choice.split(' AND ').every((one) => allowed.includes(one.trim())))
}

export async function licences(): Promise<Verdict> {
  const name = 'licences'
  const { allowed, exceptions } = JSON.parse(readFileSync(join(root, 'build/licences.json'), 'utf8')) as Policy
  const { code, text } = await runNode(checker, ['--json', '--excludePrivatePackages'], { quiet: true })
  if (code !== 0) return { name, ok: false, text }
  const found = JSON.parse(text) as Record<string, { licenses?: string | string[] }>
  const lines = Object.entries(found).flatMap(([pack, { licenses = 'none' }]) => {
    const bare = pack.slice(0, pack.lastIndexOf('@'))
    const expression = [licenses].flat().join(' AND ')
    const excused = bare in exceptions || `${bare.split('/')[0]}/*` in exceptions
    return excused || accepts(allowed, expression) ? [] : [`${pack} is licensed "${expression}"`]
  })
  return { name: `${name} (${Object.keys(found).length} packages)`, ok: lines.length === 0, text: lines.join('\n') }
}
