/** What keys do, to be found by typing as well; each with its keys, so that nobody has to look twice. */
import type { SpotlightActionData } from '@mantine/spotlight'
import { useText } from '../i18n/index.ts'
import { keysOf, runShortcut, type Action } from '../ui/index.ts'
import classes from './app.module.css'
import { whenUncovered } from './cover.ts'
import { mac } from './useKeys.ts'

/** All but what opens the palette, what it lists by itself, and what needs a number. */
type Listed = Exclude<Action, 'palette' | 'settings' | 'sheet' | 'community'>

export function usePaletteKeys(): SpotlightActionData[] {
  const { t } = useText()
  const labels: Readonly<Record<Listed, string>> = {
    search: t('search.key'),
    'space-up': t('paletteKeys.spaceUp'),
    'space-down': t('paletteKeys.spaceDown'),
    'unread-up': t('paletteKeys.unreadUp'),
    'unread-down': t('paletteKeys.unreadDown'),
    'next-unread': t('inbox.nextUnread'),
    'next-message': t('paletteKeys.messageDown'),
    'previous-message': t('paletteKeys.messageUp'),
    reply: t('keys.reply'),
    thread: t('keys.thread'),
    react: t('keys.react'),
    back: t('talk.threadsBack'),
    'mark-read': t('keys.markRead'),
    pane: t('keys.pane'),
    regions: t('paletteKeys.regions'),
    'regions-back': t('paletteKeys.regionsBack'),
    close: t('keys.close'),
  }
  return Object.entries(labels).map(([action, label]) => ({
    id: `key-${action}`,
    label,
    rightSection: <Keys action={action as Listed} />,
    // The palette gives the focus back as it goes; only then is it moved on.
    onClick: () => whenUncovered(() => void runShortcut(action as Listed)),
  }))
}

function Keys({ action }: { action: Action }) {
  return (
    <span dir="ltr">
      {keysOf(action, mac).map((key) => (
        <kbd key={key} className={classes.key}>
          {key}
        </kbd>
      ))}
    </span>
  )
}
