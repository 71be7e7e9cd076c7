/** Takes an invitation in any form it comes: pasted, dropped or chosen. */
import { Button, FileButton, Textarea } from '@mantine/core'
import { IconQrcode } from '@tabler/icons-react'
import { useState, type DragEvent } from 'react'
import { useText } from '../i18n/index.ts'
import type { Refusal } from '../session/index.ts'
import { Notice, useFirstFocus } from '../ui/index.ts'
import { isKeeper, linkIn } from './link.ts'
import classes from './onboarding.module.css'
import { readInvitation } from './read-file.ts'

interface LinkFormProps {
  readonly busy: boolean
  readonly refusal: Refusal | undefined
  readonly onLink: (link: string) => void
  readonly onChange: () => void
}

export function LinkForm({ busy, refusal, onLink, onChange }: LinkFormProps) {
  const { t, refusal: sentence } = useText()
  const field = useFirstFocus<HTMLTextAreaElement>()
  const [text, setText] = useState('')
  const [over, setOver] = useState(false)
  const [reading, setReading] = useState(false)
  const [trouble, setTrouble] = useState<'no-code' | 'too-big' | 'not-a-link' | 'keeper' | undefined>()
  const troubles = {
    'no-code': t('join.noCode'),
    'too-big': t('join.tooBig'),
    'not-a-link': t('bring.noLink'),
    keeper: t('keepers.wrongPlace'),
  }

  const take = async (file: File | null | undefined): Promise<void> => {
    if (!file) return
    setReading(true)
    setTrouble(undefined)
    onChange()
    const outcome = await readInvitation(file)
    setReading(false)
    if ('trouble' in outcome) return setTrouble(outcome.trouble)
    setText(outcome.link)
    onLink(outcome.link)
  }

  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    const dragged = linkIn(event.dataTransfer.getData('text/plain'))
    if (file) void take(file)
    else if (dragged !== undefined) setText(dragged)
  }

  const submit = (): void => {
    const link = linkIn(text)
    if (link === undefined) setTrouble(isKeeper(text) ? 'keeper' : 'not-a-link')
    else onLink(link)
  }

  const error = trouble ? troubles[trouble] : refusal && sentence(refusal)
  return (
    <form
      className={classes.steps}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Textarea
        label={t('bring.anyLink')}
        description={t('bring.anyHint')}
        size="md"
        autosize
        minRows={2}
        maxRows={6}
        ref={field}
        dir="ltr"
        spellCheck={false}
        value={text}
        error={trouble === 'not-a-link' || trouble === 'keeper' || refusal ? error : undefined}
        onChange={(event) => {
          setText(event.target.value.slice(0, 50_000))
          setTrouble(undefined)
          onChange()
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey) return
          event.preventDefault()
          submit()
        }}
      />
      <div className={classes.buttons}>
        <Button type="submit" loading={busy}>
          {t('bring.look')}
        </Button>
      </div>
      <div className={classes.or}>{t('join.or')}</div>
      <div
        className={classes.drop}
        data-over={over}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <IconQrcode size={32} aria-hidden="true" />
        <span>{reading ? t('join.reading') : over ? t('join.dropNow') : t('join.drop')}</span>
        <FileButton onChange={(file) => void take(file)} accept="image/*,text/plain,.folkmoot">
          {(props) => (
            <Button {...props} variant="default" loading={reading}>
              {t('join.choose')}
            </Button>
          )}
        </FileButton>
      </div>
      {(trouble === 'no-code' || trouble === 'too-big') && (
        <Notice tone="bad" live>
          {error}
        </Notice>
      )}
    </form>
  )
}
