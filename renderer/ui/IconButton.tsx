/** A button with a picture and no word: it always has a name, shown when pointed at. */
import { ActionIcon, Tooltip, type ActionIconProps } from '@mantine/core'
import type { ComponentPropsWithRef, ReactNode } from 'react'

type IconButtonProps = ActionIconProps &
  Omit<ComponentPropsWithRef<'button'>, keyof ActionIconProps> & {
    readonly label: string
    readonly children: ReactNode
  }

export function IconButton({ label, children, ...rest }: IconButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size={34} c="var(--fm-text)" aria-label={label} {...rest}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
