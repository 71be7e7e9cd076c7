/** One file that is to be attached: what it is, how far it is, and what can be said about it. */
import { Button, Checkbox, Progress, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useText } from '../i18n/index.ts'
import { LIMITS } from '../session/index.ts'
import { IconButton } from '../ui/index.ts'
import classes from './attachments.module.css'
import { FileName } from './FileName.tsx'
import { FileSign } from './FileSign.tsx'
import { isDrawable } from './prepare.ts'
import type { Item, Tray } from './tray.ts'
import { Thumb } from './Thumb.tsx'

interface ChipProps {
  readonly item: Item
  readonly tray: Tray
  /** It is about to be sent: nothing about it is changed any more. */
  readonly fixed: boolean
  readonly onRemove: () => void
}

export function Chip({ item, tray, fixed, onRemove }: ChipProps) {
  const { t } = useText()
  const { key, kind, alt, prepared, original, file } = item
  const name = prepared?.name ?? file.name
  return (
    <li className={classes.chip} data-step={item.step}>
      <div className={classes.chipHead}>
        <span className={classes.thumb}>
          {kind === 'picture' && prepared ? <Thumb blob={prepared.blob} /> : <FileSign kind={kind} />}
        </span>
        <div className={classes.chipWords}>
          <FileName name={name} />
          <Standing item={item} name={name} tray={tray} />
        </div>
        <IconButton label={t('attach.remove', { name })} size={28} data-remove={key} onClick={onRemove}>
          <IconX size={16} aria-hidden="true" />
        </IconButton>
      </div>
      {kind === 'picture' && (
        <TextInput
          size="xs"
          aria-label={t('attach.describe', { name })}
          placeholder={t('attach.describeHint')}
          maxLength={LIMITS.attachmentAltChars}
          value={alt}
          disabled={fixed}
          {...(alt !== '' && { dir: 'auto' })}
          onChange={({ currentTarget }) => tray.describe(key, currentTarget.value)}
          onKeyDown={(event) => {
            // It would send the message around it.
            if (event.key === 'Enter') event.preventDefault()
          }}
        />
      )}
      {isDrawable(file) ? (
        <Checkbox
          size="xs"
          label={t('attach.original')}
          description={t('attach.originalHint')}
          checked={original}
          disabled={fixed}
          onChange={({ currentTarget }) => tray.choose(key, currentTarget.checked)}
        />
      ) : (
        prepared?.mayTell === true && <p className={classes.note}>{t('attach.asIs')}</p>
      )}
      {isDrawable(file) && !original && prepared?.mayTell === true && (
        <p className={classes.note}>{t('attach.asIs')}</p>
      )}
    </li>
  )
}

function Standing({ item: { key, step, done, prepared, file, refusal }, name, tray }: StandingProps) {
  const { t, format, refusal: say } = useText()
  const size = prepared?.blob.size ?? file.size
  if (step === 'failed')
    return (
      <span className={classes.bad} role="alert">
        <strong>{t('attach.failed')}</strong> {refusal && say(refusal)}{' '}
        <Button size="compact-xs" variant="default" onClick={() => tray.again(key)}>
          {t('common.tryAgain')}
        </Button>
      </span>
    )
  if (step === 'ready') return <span className={classes.quiet}>{t('attach.ready', { size: format.bytes(size) })}</span>
  if (step === 'preparing') return <span className={classes.quiet}>{t('attach.preparing')}</span>
  return (
    <>
      <span className={classes.quiet}>
        {t('attach.handing', { done: format.bytes(done), size: format.bytes(size) })}
      </span>
      <Progress
        size="xs"
        value={size > 0 ? (100 * done) / size : 100}
        color="accent"
        aria-label={t('attach.progress', { name })}
      />
    </>
  )
}

interface StandingProps {
  readonly item: Item
  readonly name: string
  readonly tray: Tray
}
