/** What a dialog asks for, why core refused it, and the two answers. */
import { Button, Group, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import { Notice } from './Notice.tsx'

interface FormProps {
  readonly children: ReactNode
  readonly action: string
  readonly busy: boolean
  readonly disabled?: boolean
  /** Why it could not be done. */
  readonly trouble: string | undefined
  readonly onSubmit: () => void
  readonly onClose: () => void
}

export function Form({ children, action, busy, disabled = false, trouble, onSubmit, onClose }: FormProps) {
  const { t } = useText()
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        // A dialog that is opened from within a form is answered by itself: React lets it bubble there all the same.
        event.stopPropagation()
        onSubmit()
      }}
    >
      <Stack>
        {children}
        {trouble !== undefined && (
          <Notice tone="bad" live>
            {trouble}
          </Notice>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={disabled}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
