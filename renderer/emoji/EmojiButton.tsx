/** A button that opens the emoji picker over itself. */
import { Popover, type PopoverProps } from '@mantine/core'
import { IconMoodSmile } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { IconButton } from '../ui/index.ts'
import { EmojiPicker } from './EmojiPicker.tsx'
import classes from './picker.module.css'

interface EmojiButtonProps {
  readonly label: string
  readonly onPick: (emoji: string) => void
  /** Height and width of the button, px. */
  readonly size?: number
  readonly position?: NonNullable<PopoverProps['position']>
  /** Where the focus goes once one was picked; unless given, back to the button. */
  readonly onPicked?: () => void
  /** It was opened or closed. */
  readonly onOpen?: (open: boolean) => void
}

export function EmojiButton({ label, onPick, size = 34, position = 'top-end', onPicked, onOpen }: EmojiButtonProps) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const change = (next: boolean): void => {
    setOpen(next)
    onOpen?.(next)
  }
  return (
    <Popover opened={open} onChange={change} position={position} trapFocus>
      <Popover.Target>
        <IconButton ref={button} label={label} size={size} quiet={open} onClick={() => change(!open)}>
          <IconMoodSmile size={Math.round(size * 0.56)} aria-hidden="true" />
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown
        p={0}
        className={classes.over ?? ''}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          // It closes this and nothing behind it.
          event.stopPropagation()
          change(false)
          button.current?.focus()
        }}
      >
        <EmojiPicker
          onPick={(emoji) => {
            change(false)
            onPick(emoji)
            if (onPicked) onPicked()
            else button.current?.focus()
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}
