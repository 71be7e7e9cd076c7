import { describe, expect, test } from 'vitest'
import { Outbox, type Pending } from '../../../renderer/chat/outbox.ts'
import type { Refusal } from '../../../renderer/session/index.ts'

const full: Refusal = { code: 'storage/disk-full', details: {}, text: 'The disk is full.' }

describe('the outbox', () => {
  test('lets go of a text once it is kept', async () => {
    const outbox = new Outbox()
    const kept = outbox.put({ key: 'a', text: 'hello' }, () => Promise.resolve(undefined))
    expect(outbox.snapshot()).toEqual([{ key: 'a', text: 'hello', refusal: undefined }])
    await kept
    expect(outbox.snapshot()).toEqual([])
  })

  test('keeps a text that was refused, and tries it again under the same key', async () => {
    const outbox = new Outbox()
    const keys: string[] = []
    const answers = [full, undefined]
    const send = ({ key }: Pending): Promise<Refusal | undefined> => {
      keys.push(key)
      return Promise.resolve(answers.shift())
    }
    await outbox.put({ key: 'a', text: 'hello' }, send)
    expect(outbox.snapshot()).toEqual([{ key: 'a', text: 'hello', refusal: full }])
    await outbox.put({ key: 'a', text: 'hello' }, send)
    expect(outbox.snapshot()).toEqual([])
    expect(keys).toEqual(['a', 'a'])
  })

  test('sends in the order of writing, also when the first is slow', async () => {
    const outbox = new Outbox()
    const sent: string[] = []
    const slow = outbox.put({ key: 'a', text: 'first' }, async ({ text }) => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      sent.push(text)
      return undefined
    })
    const fast = outbox.put({ key: 'b', text: 'second' }, ({ text }) => {
      sent.push(text)
      return Promise.resolve(undefined)
    })
    await Promise.all([slow, fast])
    expect(sent).toEqual(['first', 'second'])
  })

  test('gives a text back to write on', async () => {
    const outbox = new Outbox()
    await outbox.put({ key: 'a', text: 'hello' }, () => Promise.resolve(full))
    outbox.take('a')
    expect(outbox.snapshot()).toEqual([])
  })
})
