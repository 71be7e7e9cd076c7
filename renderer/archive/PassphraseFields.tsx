/** A passphrase, twice, with a word on how good it is. */
import { PasswordInput } from '@mantine/core'
import { useText } from '../i18n/index.ts'
import { LIMITS } from '../session/index.ts'
import { LEAST, strengthOf } from './strength.ts'

export interface Typed {
  readonly first: string
  readonly again: string
}

/** Whether it can be used. */
export function isUsable({ first, again }: Typed): boolean {
  return first === again && strengthOf(first) !== 'short'
}

interface PassphraseFieldsProps {
  readonly typed: Typed
  readonly onChange: (typed: Typed) => void
}

export function PassphraseFields({ typed: { first, again }, onChange }: PassphraseFieldsProps) {
  const { t, format } = useText()
  const strength = strengthOf(first)
  const words = {
    short: t('archive.short', { least: format.number(LEAST) }),
    fair: t('archive.fair'),
    good: t('archive.good'),
  }
  const most = LIMITS.archivePassphraseChars
  return (
    <>
      <PasswordInput
        label={t('archive.passphrase')}
        description={words[strength]}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        autoComplete="new-password"
        maxLength={most}
        value={first}
        onChange={(event) => onChange({ first: event.target.value, again })}
      />
      <PasswordInput
        label={t('archive.again')}
        autoComplete="new-password"
        maxLength={most}
        value={again}
        error={again !== '' && again !== first && t('archive.different')}
        onChange={(event) => onChange({ first, again: event.target.value })}
      />
    </>
  )
}
