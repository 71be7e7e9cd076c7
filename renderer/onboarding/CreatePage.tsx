/** Founding a community: what kind it is, its name, what it is for, and its rules. */
import { Button, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { LIMITS, useCommand, useNavigator, useProfile, type Template } from '../session/index.ts'
import { Bar, Notice, Sheet } from '../ui/index.ts'
import classes from './onboarding.module.css'
import { TemplatePicker } from './TemplatePicker.tsx'

export function CreatePage() {
  const { t, refusal } = useText()
  const { go } = useNavigator()
  const profile = useProfile()
  const [template, setTemplate] = useState<Template>('neighbourhood')
  const [name, setName] = useState('')
  const [purpose, setPurpose] = useState('')
  /** Nothing until the person changes the suggestion, which follows the template. */
  const [ownRules, setOwnRules] = useState<string | undefined>()
  const [typedName, setTypedName] = useState<string | undefined>()
  const displayName = typedName ?? profile?.name ?? ''
  const rules = ownRules ?? t(`template.${template}.rules`)
  const create = useCommand((client) => client.communities.create({ name, purpose, rules, template, displayName }))

  const submit = async (): Promise<void> => {
    const outcome = await create.run()
    if (outcome.ok) go({ at: 'room', ...outcome.value })
  }

  return (
    <Sheet bar={<Bar title={t('create.title')} />}>
      <form
        className={classes.steps}
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <TemplatePicker value={template} onChange={setTemplate} />
        <TextInput
          label={t('create.name')}
          placeholder={t('create.namePlaceholder')}
          size="md"
          required
          maxLength={LIMITS.communityNameChars}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Textarea
          label={t('create.purpose')}
          description={t('create.purposePlaceholder')}
          size="md"
          autosize
          minRows={2}
          maxRows={6}
          maxLength={LIMITS.purposeChars}
          value={purpose}
          onChange={(event) => setPurpose(event.target.value)}
        />
        <div>
          <Textarea
            label={t('create.rules')}
            description={t('create.rulesHint')}
            size="md"
            autosize
            minRows={5}
            maxRows={14}
            maxLength={LIMITS.rulesChars}
            value={rules}
            onChange={(event) => setOwnRules(event.target.value)}
          />
          {ownRules !== undefined && (
            <Button variant="subtle" size="compact-sm" mt={4} onClick={() => setOwnRules(undefined)}>
              {t('create.rulesReset')}
            </Button>
          )}
        </div>
        <TextInput
          label={t('create.yourName')}
          size="md"
          required
          maxLength={LIMITS.nameChars}
          value={displayName}
          onChange={(event) => setTypedName(event.target.value)}
        />
        {create.refusal && (
          <Notice tone="bad" live>
            {refusal(create.refusal)}
          </Notice>
        )}
        <div className={classes.buttons}>
          <Button type="submit" loading={create.busy}>
            {t('create.submit')}
          </Button>
        </div>
      </form>
    </Sheet>
  )
}
