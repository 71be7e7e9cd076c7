/** The person's own profile and the settings of this device's screens. */
import { implement } from '@orpc/server'
import { z } from 'zod'
import { contract, type ProfileView, settingsView, type SettingsView } from '../../contract/index.ts'
import { cleanLine, LIMITS, Listeners } from '../../shared/index.ts'
import { live } from '../live.ts'
import type { Desk } from './desk.ts'

const DEFAULTS: SettingsView = {
  theme: 'system',
  density: 'comfy',
  language: '',
  contextPane: true,
  skinTone: 'none',
  recentEmoji: [],
}

const { theme, density, language, contextPane, skinTone, recentEmoji } = settingsView.shape
/** What is kept may be of another release: one that is missing or spoilt is as if it had never been changed. */
const kept = z.object({
  theme: theme.catch(DEFAULTS.theme),
  density: density.catch(DEFAULTS.density),
  language: language.catch(DEFAULTS.language),
  contextPane: contextPane.catch(DEFAULTS.contextPane),
  skinTone: skinTone.catch(DEFAULTS.skinTone),
  recentEmoji: recentEmoji.catch([]),
})

export function profileArea({ options, clock }: Desk) {
  const os = implement(contract.profile)
  const { profile, log } = options
  const changed = new Listeners<void>(() => log.error('profile.listener'))
  const view = (): ProfileView => ({
    name: text(profile.settings.get('name')),
    protection: profile.protection,
    folder: profile.folder,
  })
  const settings = (): SettingsView => {
    const read = kept.safeParse(profile.settings.get('screens'))
    return read.success ? read.data : DEFAULTS
  }
  const subscribe = (told: () => void) => changed.add(told)
  return os.router({
    watch: os.watch.handler(({ signal }) => live({ subscribe, clock, signal }, view)),
    setName: os.setName.handler(({ input }) => {
      profile.settings.set('name', cleanLine(input.name, LIMITS.nameChars))
      changed.tell()
      return view()
    }),
    watchSettings: os.watchSettings.handler(({ signal }) => live({ subscribe, clock, signal }, settings)),
    changeSettings: os.changeSettings.handler(({ input }) => {
      const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
      profile.settings.set('screens', { ...settings(), ...given })
      changed.tell()
      return settings()
    }),
  })
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
