/** Stands in for a screen that threw: one sentence and one action, instead of an empty window. */
import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import { Empty } from '../ui/index.ts'

export class CrashScreen extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false }

  static getDerivedStateFromError() {
    return { crashed: true }
  }

  override render(): ReactNode {
    return this.state.crashed ? <Crashed /> : this.props.children
  }
}

export function Crashed() {
  const { t } = useText()
  return (
    <Empty
      title={t('frame.crashedTitle')}
      action={<Button onClick={() => location.reload()}>{t('frame.reload')}</Button>}
    >
      <span role="alert">{t('frame.crashed')}</span>
    </Empty>
  )
}
