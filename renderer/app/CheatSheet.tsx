/** All keys, as they are printed on this keyboard. */
import { Modal } from '@mantine/core'
import { useText } from '../i18n/index.ts'
import { keysOf } from '../ui/index.ts'
import classes from './app.module.css'
import { mac } from './useKeys.ts'

export function CheatSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useText()
  const both = (one: readonly string[], other: readonly string[]): readonly string[] => [
    ...one,
    '/',
    ...other.slice(-1),
  ]
  const rows: readonly (readonly [string, readonly string[]])[] = [
    [t('keys.palette'), keysOf('palette', mac)],
    [t('search.key'), keysOf('search', mac)],
    [t('keys.community'), keysOf('community', mac)],
    [t('keys.space'), both(keysOf('space-up', mac), keysOf('space-down', mac))],
    [t('keys.unreadSpace'), both(keysOf('unread-up', mac), keysOf('unread-down', mac))],
    [t('keys.message'), both(keysOf('next-message', mac), keysOf('previous-message', mac))],
    [t('keys.reply'), keysOf('reply', mac)],
    [t('keys.thread'), keysOf('thread', mac)],
    [t('keys.react'), keysOf('react', mac)],
    [t('inbox.nextUnread'), keysOf('next-unread', mac)],
    [t('keys.markRead'), keysOf('mark-read', mac)],
    [t('keys.send'), ['Enter']],
    [t('keys.newLine'), [mac ? '⇧' : 'Shift', 'Enter']],
    [t('message.editLast'), ['↑']],
    [t('keys.pane'), keysOf('pane', mac)],
    [t('keys.settings'), keysOf('settings', mac)],
    [t('keys.regions'), keysOf('regions', mac)],
    [t('talk.threadsBack'), keysOf('back', mac)],
    [t('keys.close'), keysOf('close', mac)],
    [t('keys.sheet'), keysOf('sheet', mac)],
  ]
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={t('keys.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <dl className={classes.keys}>
        {rows.map(([what, keys]) => (
          <Row key={what} what={what} keys={keys} />
        ))}
      </dl>
      <p className={classes.quiet}>{t('keys.singles')}</p>
    </Modal>
  )
}

function Row({ what, keys }: { what: string; keys: readonly string[] }) {
  return (
    <>
      <dt>{what}</dt>
      <dd dir="ltr">
        {keys.map((key, index) =>
          key === '/' ? (
            <span key={index}>/</span>
          ) : (
            <kbd key={index} className={classes.key}>
              {key}
            </kbd>
          ),
        )}
      </dd>
    </>
  )
}
