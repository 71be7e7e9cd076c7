/** What a place says when there is nothing in it, or when it cannot be shown: one sentence and one action. */
import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './empty.module.css'

interface EmptyProps {
  readonly icon?: ReactNode
  readonly title?: string
  readonly children: ReactNode
  readonly action?: ReactNode
}

export function Empty({ icon, title, children, action }: EmptyProps) {
  return (
    <div className={classes.empty}>
      <Stack align="center" gap="sm" maw={440}>
        {icon && <span className={classes.icon}>{icon}</span>}
        {title && <h1 className={classes.title}>{title}</h1>}
        <Text component="div" ta="center" c="dimmed">
          {children}
        </Text>
        {action && <div className={classes.action}>{action}</div>}
      </Stack>
    </div>
  )
}
