/** The files that go with the next message, over the box it is written in. */
import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import { useText } from '../i18n/index.ts'
import { LIMITS } from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import classes from './attachments.module.css'
import { Chip } from './Chip.tsx'
import type { Tray, TrayTrouble } from './tray.ts'
import { useTrayState } from './useTray.ts'

interface ChipsProps {
  readonly tray: Tray
  /** The message goes as soon as the files are ready. */
  readonly waiting: boolean
  readonly onStopWaiting: () => void
  /** It was to be sent, and one of them has failed. */
  readonly stuck: boolean
  /** The last one was taken away. */
  readonly onEmpty: () => void
}

export function Chips({ tray, waiting, onStopWaiting, stuck, onEmpty }: ChipsProps) {
  const { t } = useText()
  const { items, trouble } = useTrayState(tray)
  const list = useRef<HTMLUListElement>(null)
  const [before, setBefore] = useState(items.length)
  /** What happened last, for who does not see it. */
  const [said, setSaid] = useState('')
  if (items.length !== before) {
    setBefore(items.length)
    if (items.length > before) setSaid(t('attach.added', { count: items.length - before }))
  }
  const remove = (key: string, name: string): void => {
    const at = items.findIndex((item) => item.key === key)
    const next = items[at + 1] ?? items[at - 1]
    setSaid(t('attach.removed', { name }))
    tray.remove(key)
    if (next) list.current?.querySelector<HTMLElement>(`[data-remove="${next.key}"]`)?.focus()
    else onEmpty()
  }
  return (
    <>
      <output className="fm-unseen">{said}</output>
      {trouble && <Trouble trouble={trouble} onClose={() => tray.calm()} />}
      {items.length > 0 && (
        <ul ref={list} className={classes.chips} aria-label={t('attach.list')}>
          {items.map((item) => (
            <Chip
              key={item.key}
              item={item}
              tray={tray}
              fixed={waiting}
              onRemove={() => remove(item.key, item.prepared?.name ?? item.file.name)}
            />
          ))}
        </ul>
      )}
      {stuck && items.some(({ step }) => step === 'failed') && (
        <Notice tone="bad" live>
          {t('attach.someFailed')}
        </Notice>
      )}
      {items.length > LIMITS.attachmentsPerMessage && (
        <Notice tone="bad" live>
          {t('attach.tooMany', { most: LIMITS.attachmentsPerMessage })}
        </Notice>
      )}
      {waiting && (
        <Notice
          live
          action={
            <Button size="compact-sm" variant="default" onClick={onStopWaiting}>
              {t('attach.stopWaiting')}
            </Button>
          }
        >
          {t('attach.waiting')}
        </Notice>
      )}
    </>
  )
}

function Trouble({ trouble, onClose }: { trouble: TrayTrouble; onClose: () => void }) {
  const { t, format } = useText()
  const [large, ...more] = trouble.tooLarge
  const most = LIMITS.attachmentsPerMessage
  return (
    <Notice
      tone="warn"
      live
      action={
        <Button size="compact-sm" variant="default" onClick={onClose}>
          {t('common.close')}
        </Button>
      }
    >
      {large && (
        <p className={classes.line}>
          {t('attach.tooLarge', {
            name: large.name,
            have: format.bytes(large.size),
            most: format.bytes(LIMITS.attachmentBytes),
          })}{' '}
          {more.length > 0 && t('attach.tooLargeMore', { count: more.length })}
        </p>
      )}
      {trouble.tooMany && <p className={classes.line}>{t('attach.tooMany', { most: format.number(most) })}</p>}
      {trouble.folder && <p className={classes.line}>{t('attach.folder')}</p>}
    </Notice>
  )
}
