/** A button with a picture and no word: it always has a name, shown when pointed at. */
import { ActionIcon, Tooltip, type ActionIconProps } from '@mantine/core'
import type { ComponentPropsWithRef, ReactNode } from 'react'

type IconButtonProps = ActionIconProps &
  Omit<ComponentPropsWithRef<'button'>, keyof ActionIconProps> & {
    readonly label: string
    readonly children: ReactNode
    /** Its name is not shown: something of the button lies where it would be. */
    readonly quiet?: boolean
  }

export function IconButton({ label, children, quiet = false, ...rest }: IconButtonProps) {
  return (
    <Tooltip label={label} disabled={quiet}>
      <ActionIcon variant="subtle" color="gray" size={34} c="var(--fm-text)" aria-label={label} {...rest}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
