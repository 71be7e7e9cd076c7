/** Everything drawn inside uses the tokens, in the chosen theme, density and direction. */
import '@mantine/core/styles.layer.css'
import '@mantine/spotlight/styles.layer.css'
import './emoji.css'
import './tokens.css'
import './base.css'
import {
  DirectionProvider,
  localStorageColorSchemeManager,
  MantineProvider,
  useComputedColorScheme,
  useDirection,
  useMantineColorScheme,
} from '@mantine/core'
import { useEffect, useLayoutEffect, type ReactNode } from 'react'
import { accentOf, ownHue, type Scheme } from './accent.ts'
import { theme, variablesOf } from './theme.ts'

// Only the name of the theme: kept so that the first frame after a start is not white in a dark room.
const manager = localStorageColorSchemeManager({ key: 'folkmoot-theme' })

export function ThemeProvider({ children }: { children: ReactNode }) {
  return (
    <DirectionProvider>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={variablesOf}
        colorSchemeManager={manager}
        defaultColorScheme="auto"
      >
        {children}
      </MantineProvider>
    </DirectionProvider>
  )
}

export function useScheme(): Scheme {
  return useComputedColorScheme('light', { getInitialValueInEffect: false })
}

export interface Appearance {
  readonly theme: 'system' | 'light' | 'dark' | undefined
  readonly density: 'comfy' | 'compact' | undefined
  readonly direction: 'ltr' | 'rtl'
  readonly language: string
  /** Hue of the open community. */
  readonly hue?: number | undefined
}

/** Makes the page follow the settings and the open community. */
export function useAppearance({ theme: wanted, density, direction, language, hue = ownHue }: Appearance): void {
  const { setColorScheme } = useMantineColorScheme()
  const { setDirection } = useDirection()
  const scheme = useScheme()

  useEffect(() => {
    if (wanted) setColorScheme(wanted === 'system' ? 'auto' : wanted)
  }, [wanted, setColorScheme])

  useLayoutEffect(() => {
    const { style } = document.documentElement
    const { solid, solidHover, soft, text } = accentOf(hue, scheme)
    style.setProperty('--fm-accent-solid', solid)
    style.setProperty('--fm-accent-solid-hover', solidHover)
    style.setProperty('--fm-accent-soft', soft)
    style.setProperty('--fm-accent-text', text)
  }, [hue, scheme])

  useLayoutEffect(() => {
    document.documentElement.dataset['density'] = density ?? 'comfy'
  }, [density])

  useLayoutEffect(() => {
    setDirection(direction)
    document.documentElement.lang = language
  }, [direction, language, setDirection])
}
