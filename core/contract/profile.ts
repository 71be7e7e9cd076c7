/** The person's own profile on this device. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { isEmoji, LIMITS } from '../shared/index.ts'
import { procedure, typed } from './base.ts'

export const profileView = z.object({
  /** Name offered when joining or creating; empty before first run. */
  name: z.string(),
  /** How the keys of this profile are kept. */
  protection: z.enum(['keychain', 'plain-keychain', 'passphrase', 'file']),
  /** Where the profile lies, for the person to see. */
  folder: z.string(),
})
export type ProfileView = z.infer<typeof profileView>

export const settingsView = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfy', 'compact']),
  language: z.string().max(20),
  contextPane: z.boolean(),
  /** Of emoji that come in several. */
  skinTone: z.enum(['none', 'light', 'medium-light', 'medium', 'medium-dark', 'dark']),
  /** Used lately, the latest first. */
  recentEmoji: z.array(z.string().refine(isEmoji)).max(LIMITS.recentEmoji),
})
export type SettingsView = z.infer<typeof settingsView>

export const profile = {
  /** The profile, again after each change. */
  watch: procedure.output(eventIterator(profileView)),
  /** Sets the name offered to communities joined from now on. Refused: text/empty, text/too-long. */
  setName: procedure.input(z.object({ name: typed })).output(profileView),
  /** The settings of this device's screens, again after each change. */
  watchSettings: procedure.output(eventIterator(settingsView)),
  changeSettings: procedure.input(settingsView.partial()).output(settingsView),
}
