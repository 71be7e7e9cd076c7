/** The one context slot: beside the screen it is remembered, over the screen it is closed until asked for. */
import { useCallback, useLayoutEffect, useRef, useState } from 'react'
import { useCommand, useSettings } from '../session/index.ts'
import type { PaneKind } from './shell-state.ts'

/** `hasThread`: one is open, of the room that is shown. */
export function usePane(overlaid: boolean, hasThread: boolean) {
  const settings = useSettings()
  const [wanted, setKind] = useState<PaneKind>('members')
  const [over, setOver] = useState(false)
  const change = useCommand((client, contextPane: boolean) => client.profile.changeSettings({ contextPane }))
  const { run } = change
  const isGone = wanted === 'thread' && !hasThread
  const kind = isGone ? 'members' : wanted
  const open = overlaid ? over && !isGone : (settings?.contextPane ?? false)
  const pane = open ? kind : undefined

  const show = (shown: boolean): void => {
    if (overlaid) setOver(shown)
    else void run(shown)
  }
  const togglePane = useLatest((asked?: PaneKind) => {
    const next = asked ?? kind
    show(!(open && kind === next))
    setKind(next)
  })
  const openPane = useLatest((asked: PaneKind) => {
    if (!open || isGone) show(true)
    setKind(asked)
  })
  const closePane = useLatest(() => show(false))
  return { pane, togglePane, openPane, closePane }
}

/** The same function for all renders, doing what the newest one says. */
function useLatest<Input extends readonly unknown[]>(run: (...input: Input) => void): (...input: Input) => void {
  const latest = useRef(run)
  useLayoutEffect(() => {
    latest.current = run
  }, [run])
  return useCallback((...input: Input) => latest.current(...input), [])
}
