/** `npm run types`: every TypeScript project of the repository. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root, runNode } from './proc.ts'
import { isMain, pool, report, type Step, type Verdict } from './steps.ts'

const projects = ['tsconfig.json', 'electron/tsconfig.json', 'renderer/tsconfig.json', 'test/browser/tsconfig.json']

async function check(project: string): Promise<Verdict> {
  const name = `types ${project}`
  if (!existsSync(join(root, project))) return { name, ok: true, text: '' }
  const { code, text } = await runNode('node_modules/typescript/bin/tsc', ['-p', project, '--pretty', 'false'], {
    quiet: true,
  })
  // A project whose folder is still empty has nothing to say.
  return { name, ok: code === 0 || text.includes('error TS18003'), text }
}

export const typeSteps: readonly Step[] = projects.map((project) => () => check(project))

if (isMain(import.meta)) process.exitCode = report(await pool(typeSteps)) ? 0 : 1
