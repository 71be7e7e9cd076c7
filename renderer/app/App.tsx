/** What everything stands in: theme, session, and the page for whatever state core is in. */
import { useEffect, type ReactNode } from 'react'
import { chooseLanguage, speak } from '../i18n/index.ts'
import { FailedScreen, LockedScreen, ShutOutScreen, StartingScreen } from '../onboarding/index.ts'
import {
  PicturesProvider,
  SessionProvider,
  useHost,
  useLink,
  useSettings,
  type Connection,
  type HostView,
} from '../session/index.ts'
import { CrashScreen } from './CrashScreen.tsx'
import { LostBanner } from './LostBanner.tsx'
import { Places } from './places.tsx'
import { useOpenHue } from './open-community.ts'
import { ThemeProvider, useAppearance } from '../ui/index.ts'
import classes from './app.module.css'

export function App({ connection }: { connection: Connection }) {
  return (
    <ThemeProvider>
      <SessionProvider connection={connection}>
        <Look />
        <CrashScreen>
          <LostBanner />
          <Gate />
        </CrashScreen>
      </SessionProvider>
    </ThemeProvider>
  )
}

/** Follows the settings; without them, what the system prefers. */
function Look(): ReactNode {
  const settings = useSettings()
  const language = chooseLanguage(settings?.language, navigator.languages)
  useAppearance({
    theme: settings?.theme,
    density: settings?.density,
    direction: language.direction,
    language: language.code,
    hue: useOpenHue(),
  })
  useEffect(() => void speak(language.code), [language.code])
  return null
}

function Gate(): ReactNode {
  const link = useLink()
  const host = useHost().value
  if (link.state !== 'shut-out' && host?.state === 'ready')
    return (
      <PicturesProvider>
        <Places />
      </PicturesProvider>
    )
  return (
    <main className={classes.alone}>{link.state === 'shut-out' ? <ShutOutScreen /> : <BeforeReady host={host} />}</main>
  )
}

function BeforeReady({ host }: { host: HostView | undefined }): ReactNode {
  switch (host?.state) {
    case 'locked':
      return <LockedScreen fresh={host.fresh === true} />
    case 'failed':
      return <FailedScreen host={host} />
    case undefined:
    case 'starting':
    case 'ready':
      return <StartingScreen />
  }
}
