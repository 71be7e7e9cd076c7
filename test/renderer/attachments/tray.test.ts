import { expect, test } from 'vitest'
import { LIMITS } from '../../../core/shared/index.ts'
import type { Handing } from '../../../renderer/attachments/hand-over.ts'
import type { Prepared } from '../../../renderer/attachments/prepare.ts'
import { toSend, Tray } from '../../../renderer/attachments/tray.ts'

const prepared = (file: File, original: boolean): Promise<Prepared> =>
  Promise.resolve({ blob: file, name: file.name, type: file.type, mayTell: original, width: 4, height: 3 })
const fileOf = (name: string, size = 3) => {
  const file = new File(['abc'], name, { type: 'image/png' })
  Object.defineProperty(file, 'size', { value: size })
  return file
}
const full = { code: 'storage/disk-full', details: {}, text: 'The disk is full.' }

/** Core as a tray sees it: what it holds, and when it answers. */
function standing() {
  const held = new Map<string, string>()
  const state = { count: 0, most: 0, now: 0, failing: false, open: Promise.resolve() }
  const handing: Handing = {
    async over({ name }, told) {
      state.now += 1
      state.most = Math.max(state.most, state.now)
      await state.open
      state.now -= 1
      told(3)
      if (state.failing) return { ok: false, refusal: full }
      state.count += 1
      const id = `id-${state.count}`
      held.set(id, name)
      // As late as it can be: core has it, and the person took it away meanwhile.
      return { ok: true, value: id }
    },
    letGo: (id) => void held.delete(id),
  }
  return { tray: new Tray(handing, prepared), held, state }
}
async function settled(tray: Tray): Promise<void> {
  await expect.poll(() => tray.snapshot().items.every(({ step }) => step === 'ready' || step === 'failed')).toBe(true)
}
function gate() {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open: () => open() }
}

test('Ada attaches three: one after the other is handed over, and they go in the order she chose', async () => {
  const { tray, state } = standing()
  tray.add(['a.png', 'b.png', 'c.png'].map((name) => fileOf(name)))
  await settled(tray)
  expect(state.most).toBe(1)
  tray.describe(tray.snapshot().items[1]?.key ?? '', '  a gate  ')
  const items = tray.take()
  expect(toSend(items)).toEqual([
    { id: 'id-1', width: 4, height: 3 },
    { id: 'id-2', alt: 'a gate', width: 4, height: 3 },
    { id: 'id-3', width: 4, height: 3 },
  ])
  expect(tray.snapshot().items).toEqual([])
})

test('what is taken away while it is handed over is let go of by core as well, and the next goes on', async () => {
  const { tray, held, state } = standing()
  const { opened, open } = gate()
  state.open = opened
  tray.add([fileOf('a.png'), fileOf('b.png')])
  await expect.poll(() => tray.snapshot().items[0]?.step).toBe('handing')
  tray.remove(tray.snapshot().items[0]?.key ?? '')
  open()
  await settled(tray)
  expect([...held.values()]).toEqual(['b.png'])
})

test('what failed is tried again, and is ready then', async () => {
  const { tray, state, held } = standing()
  state.failing = true
  tray.add([fileOf('a.png')])
  await settled(tray)
  expect(tray.snapshot().items[0]).toMatchObject({ step: 'failed', refusal: full })
  state.failing = false
  tray.again(tray.snapshot().items[0]?.key ?? '')
  await settled(tray)
  expect(tray.snapshot().items[0]).toMatchObject({ step: 'ready', refusal: undefined })
  expect(held.size).toBe(1)
})

test('a choice for the original takes the place of what was handed over before', async () => {
  const { tray, held } = standing()
  tray.add([fileOf('a.png')])
  await settled(tray)
  tray.choose(tray.snapshot().items[0]?.key ?? '', true)
  await settled(tray)
  expect(tray.snapshot().items[0]?.prepared?.mayTell).toBe(true)
  expect(held.size).toBe(1)
})

test('of too many and too large, those that fit are taken, and it is said why the others are not', async () => {
  const { tray } = standing()
  const most = LIMITS.attachmentsPerMessage
  tray.add([fileOf('huge.png', LIMITS.attachmentBytes + 1), ...Array.from({ length: most + 2 }, () => fileOf('a.png'))])
  expect(tray.snapshot().items.length).toBe(most)
  expect(tray.snapshot().trouble).toMatchObject({ tooMany: true, tooLarge: [{ name: 'huge.png' }], folder: false })
  await settled(tray)
  tray.calm()
  expect(tray.snapshot().trouble).toBeUndefined()
})

test('a file that cannot be read any more is told, and the others are handed over', async () => {
  const handing: Handing = {
    over: ({ name }) => Promise.resolve({ ok: true, value: name }),
    letGo: () => undefined,
  }
  const tray = new Tray(handing, (file) =>
    file.name === 'gone.png' ? Promise.reject(new DOMException('gone', 'NotFoundError')) : prepared(file, false),
  )
  tray.add([fileOf('gone.png'), fileOf('b.png')])
  await settled(tray)
  expect(tray.snapshot().items.map(({ step, refusal }) => refusal?.code ?? step)).toEqual(['files/unread', 'ready'])
})

test('what was put back is there once, and is handed over anew where core knows it no more', async () => {
  const { tray, held, state } = standing()
  tray.add([fileOf('a.png')])
  await settled(tray)
  const items = tray.take()
  tray.putBack(items, false)
  tray.putBack(items, false)
  expect(tray.snapshot().items.map(({ id }) => id)).toEqual(['id-1'])
  tray.take()
  held.clear()
  tray.putBack(items, true)
  await settled(tray)
  expect(state.count).toBe(2)
  expect([...held.keys()]).toEqual(['id-2'])
})
