/** `npm run types`: every TypeScript project of the repository, two at a time. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root, runNode } from './proc.ts'
import { isMain, pool, report, type Verdict } from './steps.ts'

const projects = ['tsconfig.json', 'electron/tsconfig.json', 'renderer/tsconfig.json', 'test/browser/tsconfig.json']

async function check(project: string): Promise<Verdict> {
  if (!existsSync(join(root, project))) return { name: `types ${project}`, ok: true, text: '' }
  const { code, text } = await runNode('node_modules/typescript/bin/tsc', ['-p', project, '--pretty', 'false'], {
    quiet: true,
  })
  // A project whose folder is still empty has nothing to say.
  const ok = code === 0 || /error TS18003/.test(text)
  return { name: `types ${project}`, ok, text }
}

export function types(): Promise<Verdict[]> {
  return pool(projects.map((project) => () => check(project)))
}

if (isMain(import.meta)) {
  process.exitCode = report(await types()) ? 0 : 1
}
