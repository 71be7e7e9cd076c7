import { describe, expect, test } from 'vitest'
import { keysOf, matchShortcut, shortcuts, type Pressed } from '../../../renderer/ui/keymap.ts'

const press = (key: string, held: Partial<Pressed> = {}): Pressed => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})
const pc = { mac: false, writing: false }

describe('the key map', () => {
  test('knows Ctrl on a PC and Cmd on a Mac, and not the other one', () => {
    expect(matchShortcut(press('k', { ctrlKey: true }), pc)).toEqual({ action: 'palette' })
    expect(matchShortcut(press('k', { metaKey: true }), { mac: true, writing: false })).toEqual({ action: 'palette' })
    expect(matchShortcut(press('k', { metaKey: true }), pc)).toBeUndefined()
    expect(matchShortcut(press('k', { ctrlKey: true }), { mac: true, writing: false })).toBeUndefined()
  })

  test('tells which community a digit means', () => {
    expect(matchShortcut(press('3', { ctrlKey: true }), pc)).toEqual({ action: 'community', digit: 3 })
    expect(matchShortcut(press('0', { ctrlKey: true }), pc)).toBeUndefined()
  })

  test('tells the next room from the next unread room', () => {
    expect(matchShortcut(press('ArrowDown', { altKey: true }), pc)).toEqual({ action: 'space-down' })
    expect(matchShortcut(press('ArrowDown', { altKey: true, shiftKey: true }), pc)).toEqual({ action: 'unread-down' })
  })

  test('leaves single letters to whoever is writing', () => {
    expect(matchShortcut(press('ArrowLeft', { altKey: true }), { mac: false, writing: true })).toEqual({
      action: 'back',
    })
    // Goes by words there.
    expect(matchShortcut(press('ArrowLeft', { altKey: true }), { mac: true, writing: true })).toBeUndefined()
    expect(matchShortcut(press('ArrowLeft', { altKey: true }), { mac: true, writing: false })).toEqual({
      action: 'back',
    })
    expect(matchShortcut(press('j'), pc)).toEqual({ action: 'next-message' })
    expect(matchShortcut(press('j'), { mac: false, writing: true })).toBeUndefined()
    expect(matchShortcut(press('?', { shiftKey: true }), { mac: false, writing: true })).toBeUndefined()
    expect(matchShortcut(press('k', { ctrlKey: true }), { mac: false, writing: true })).toEqual({ action: 'palette' })
  })

  test('finds the question mark with and without shift', () => {
    expect(matchShortcut(press('?', { shiftKey: true }), pc)).toEqual({ action: 'sheet' })
    expect(matchShortcut(press('?'), pc)).toEqual({ action: 'sheet' })
  })

  test('gives no two actions the same keys', () => {
    const all = shortcuts.map(({ key, mod, alt, shift }) => [key, mod, alt, shift].join(' '))
    expect(new Set(all).size).toBe(all.length)
  })

  test('prints keys as they are on the keyboard', () => {
    expect(keysOf('palette', false)).toEqual(['Ctrl', 'K'])
    expect(keysOf('unread-up', true)).toEqual(['⌥', '⇧', '↑'])
  })
})
