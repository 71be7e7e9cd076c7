/** In a message's tools: the emoji used last, to be put with one click, and the picker of all. */
import { Popover } from '@mantine/core'
import type { Ref } from 'react'
import { IconMoodPlus } from '@tabler/icons-react'
import { EmojiPicker, useEmojiUsage } from '../emoji/index.ts'
import { useText } from '../i18n/index.ts'
import type { MessageRow } from '../session/index.ts'
import { noStop } from '../ui/index.ts'
import classes from './message.module.css'
import type { MessageActions } from './message-actions.ts'

interface ReactToolsProps {
  readonly row: MessageRow
  readonly open: boolean
  readonly react: NonNullable<MessageActions['react']>
  readonly show: MessageActions['show']
  /** The button that opens the picker. */
  readonly opener: Ref<HTMLButtonElement>
}

/** Offered with one click; before any was used, those that most messages get. */
const quick = 3
const usual = ['👍', '❤️', '🎉']

export function ReactTools({ row, open, react, show, opener }: ReactToolsProps) {
  const { t } = useText()
  const { recent } = useEmojiUsage()
  const isMine = (emoji: string): boolean => row.reactions.some((each) => each.emoji === emoji && each.mine)
  const button = (
    <button
      ref={opener}
      type="button"
      {...noStop}
      className={classes.tool}
      aria-label={t('talk.react')}
      title={t('talk.react')}
      aria-haspopup="dialog"
      aria-expanded={open}
      onClick={() => show(row, open ? undefined : 'react')}
    >
      <IconMoodPlus size={18} aria-hidden="true" />
    </button>
  )
  const close = (): void => show(row, undefined)
  return (
    <>
      {[...new Set([...recent, ...usual])].slice(0, quick).map((emoji) => {
        const label = isMine(emoji) ? t('talk.reactBack', { emoji }) : t('talk.reactWith', { emoji })
        return (
          <button
            key={emoji}
            type="button"
            {...noStop}
            className={classes.tool}
            data-quick="true"
            aria-label={label}
            title={label}
            aria-pressed={isMine(emoji)}
            onClick={() => react(row, emoji, !isMine(emoji))}
          >
            <span aria-hidden="true">{emoji}</span>
          </button>
        )
      })}
      {open ? (
        <Popover opened position="bottom-end" trapFocus onDismiss={close} onChange={(now) => !now && close()}>
          <Popover.Target>{button}</Popover.Target>
          <Popover.Dropdown p={0} aria-label={t('talk.react')}>
            <EmojiPicker
              onPick={(emoji) => {
                close()
                react(row, emoji, true)
              }}
            />
          </Popover.Dropdown>
        </Popover>
      ) : (
        button
      )}
    </>
  )
}
