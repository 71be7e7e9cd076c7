/** A new community that goes on from an archive. */
import { Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { LIMITS, useCommand, useNavigator, useProfile } from '../session/index.ts'
import { Form } from '../ui/index.ts'
import type { OpenArchive } from './open-work.ts'

interface FoundFormProps {
  readonly id: string
  readonly archive: OpenArchive
  readonly onClose: () => void
}

export function FoundForm({ id, archive, onClose }: FoundFormProps) {
  const { t, refusal } = useText()
  const { go } = useNavigator()
  const profile = useProfile()
  const [typed, setTyped] = useState<{ name?: string; displayName?: string }>({})
  const [purpose, setPurpose] = useState('')
  const [rules, setRules] = useState('')
  const name = typed.name ?? archive.name
  const displayName = typed.displayName ?? profile?.name ?? ''
  const found = useCommand((client) => client.archives.found({ id, name, purpose, rules, displayName }))
  const submit = async (): Promise<void> => {
    const outcome = await found.run()
    if (outcome.ok) go({ at: 'community', community: outcome.value.community })
  }
  return (
    <Form
      action={t('archive.foundDo')}
      busy={found.busy}
      disabled={name.trim() === '' || displayName.trim() === ''}
      trouble={found.refusal && refusal(found.refusal)}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextInput
        label={t('archive.name')}
        data-autofocus
        maxLength={LIMITS.communityNameChars}
        value={name}
        onChange={(event) => setTyped({ ...typed, name: event.target.value })}
      />
      <Textarea
        label={t('archive.purpose')}
        autosize
        minRows={2}
        maxLength={LIMITS.purposeChars}
        value={purpose}
        onChange={(event) => setPurpose(event.target.value)}
      />
      <Textarea
        label={t('archive.rules')}
        autosize
        minRows={3}
        maxLength={LIMITS.rulesChars}
        value={rules}
        onChange={(event) => setRules(event.target.value)}
      />
      <TextInput
        label={t('archive.yourName')}
        maxLength={LIMITS.nameChars}
        value={displayName}
        onChange={(event) => setTyped({ ...typed, displayName: event.target.value })}
      />
      <Text size="sm" c="dimmed">
        {t('archive.foundHand')}
      </Text>
    </Form>
  )
}
