/** Coming back with a recovery key and an archive. */
import { Checkbox, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { useCommand, useNavigator } from '../session/index.ts'
import { Form } from '../ui/index.ts'

export function RestoreForm({ id, onClose }: { id: string; onClose: () => void }) {
  const { t, refusal } = useText()
  const { go } = useNavigator()
  const [recovery, setRecovery] = useState('')
  const [removeOthers, setRemoveOthers] = useState(false)
  const restore = useCommand((client) => client.archives.restore({ id, recovery: recovery.trim(), removeOthers }))
  const submit = async (): Promise<void> => {
    const outcome = await restore.run()
    if (outcome.ok) go({ at: 'community', community: outcome.value.community })
  }
  return (
    <Form
      action={t('archive.restoreDo')}
      busy={restore.busy}
      disabled={recovery.trim() === ''}
      trouble={restore.refusal && refusal(restore.refusal)}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Textarea
        label={t('archive.recovery')}
        dir="ltr"
        spellCheck={false}
        autosize
        minRows={2}
        maxRows={6}
        data-autofocus
        value={recovery}
        onChange={(event) => {
          setRecovery(event.target.value.slice(0, 50_000))
          restore.reset()
        }}
      />
      <Checkbox
        label={t('archive.restoreOthers')}
        description={t('archive.restoreOthersHint')}
        checked={removeOthers}
        onChange={(event) => setRemoveOthers(event.target.checked)}
      />
    </Form>
  )
}
