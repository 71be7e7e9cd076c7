/** The one context slot: beside the screen it is remembered, over the screen it is closed until asked for. */
import { useCallback, useLayoutEffect, useRef, useState } from 'react'
import { useCommand, useSettings } from '../session/index.ts'
import type { PaneKind } from './shell-state.ts'

export function usePane(overlaid: boolean) {
  const settings = useSettings()
  const [kind, setKind] = useState<PaneKind>('members')
  const [over, setOver] = useState(false)
  const change = useCommand((client, contextPane: boolean) => client.profile.changeSettings({ contextPane }))
  const { run } = change
  const open = overlaid ? over : (settings?.contextPane ?? false)
  const pane = open ? kind : undefined

  const show = (shown: boolean): void => {
    if (overlaid) setOver(shown)
    else void run(shown)
  }
  const togglePane = useLatest((wanted?: PaneKind) => {
    const next = wanted ?? kind
    show(!(open && kind === next))
    setKind(next)
  })
  const closePane = useLatest(() => show(false))
  return { pane, togglePane, closePane }
}

/** The same function for all renders, doing what the newest one says. */
function useLatest<Input extends readonly unknown[]>(run: (...input: Input) => void): (...input: Input) => void {
  const latest = useRef(run)
  useLayoutEffect(() => {
    latest.current = run
  }, [run])
  return useCallback((...input: Input) => latest.current(...input), [])
}
