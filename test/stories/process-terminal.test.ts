/** Ada types her passphrase in a terminal. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { quietly, temporaryFolder } from '../support/core-process.ts'

const cli = fileURLToPath(new URL('../../core/node/cli.ts', import.meta.url))
/** Runs a command in a terminal of its own. */
const script = '/usr/bin/script'
const ctrlC = '\u0003'
const ctrlD = '\u0004'

/** Types each answer once its question stands there; answers with the exit code and all that was to be seen. */
async function inTerminal(profile: string, ...talk: readonly (readonly [question: string, answer: string])[]) {
  // The shell gives its place away, or it would answer Ctrl+C too.
  const words = ['exec', process.execPath, cli, '--profile', profile, '--headless', '--passphrase', ...quietly]
  const child = spawn(script, ['-qec', words.join(' '), '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const left = [...talk]
  let seen = ''
  let from = 0
  child.stdout.on('data', (piece: Buffer) => {
    seen += piece.toString()
    const [question, answer] = left[0] ?? []
    if (question === undefined || !seen.slice(from).includes(question)) return
    from = seen.length
    left.shift()
    child.stdin.write(answer ?? '')
  })
  const [code] = (await once(child, 'close')) as [number]
  return { code, lines: seen.replaceAll('\r', '').replace('^C', '').trimEnd().split('\n') }
}

const chosen = 'Choose a passphrase for this profile: '
const asked = 'Passphrase of this profile: '
const again = 'The same again: '
const running = 'Folkmoot runs without screens. Ctrl+C stops it.'

describe.skipIf(!existsSync(script))('in a terminal', () => {
  it('Ada chooses a passphrase, and is asked for it the next time until it is the right one', async () => {
    using folder = temporaryFolder()
    const first = await inTerminal(folder.path, [chosen, 'by the oak\r'], [again, 'by the oak\r'], [running, ctrlC])
    expect(first).toEqual({ code: 0, lines: [chosen, again, running] })
    const second = await inTerminal(folder.path, [asked, 'by the elm\r'], [asked, 'by the oak\r'], [running, ctrlC])
    expect(second).toEqual({ code: 0, lines: [asked, 'This is not the passphrase of this profile.', asked, running] })
  })

  it('Ada is told when the two she typed differ, or when it is too short, and may give up', async () => {
    using folder = temporaryFolder()
    const differs = await inTerminal(folder.path, [chosen, 'by the oak\r'], [again, 'by the elm\r'])
    expect(differs).toEqual({ code: 1, lines: [chosen, again, 'folkmoot: The two passphrases are not the same.'] })
    const short = await inTerminal(folder.path, [chosen, 'oak\r'], [again, 'oak\r'], [chosen, ctrlC])
    expect(short).toEqual({ code: 0, lines: [chosen, again, 'This passphrase is too short.', chosen.trimEnd()] })
    const ended = await inTerminal(folder.path, [chosen, ctrlD])
    expect(ended).toEqual({ code: 1, lines: [chosen, 'folkmoot: No passphrase was typed.'] })
    expect(existsSync(`${folder.path}/key`)).toBe(false)
  })
})
