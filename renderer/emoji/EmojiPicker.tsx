/** All emoji to choose from. What draws them and their names are files of their own, fetched when the first picker opens. */
import { Loader } from '@mantine/core'
import { useEffect, useState, type ComponentType } from 'react'
import { useText } from '../i18n/index.ts'
import { Notice } from '../ui/index.ts'
import { emojiLanguage, loadEmoji, type EmojiEntry, type EmojiLanguage } from './data.ts'
import classes from './picker.module.css'
import type { EmojiGridProps } from './EmojiGrid.tsx'

interface EmojiPickerProps {
  readonly onPick: (emoji: string) => void
}

interface Parts {
  readonly language: EmojiLanguage
  readonly entries: readonly EmojiEntry[]
  readonly Grid: ComponentType<EmojiGridProps>
}

export function EmojiPicker({ onPick }: EmojiPickerProps) {
  const { t, language } = useText()
  const names = emojiLanguage(language)
  const [parts, setParts] = useState<Parts | 'failed'>()
  useEffect(() => {
    let over = false
    const load = async (): Promise<Parts> => {
      const [entries, { EmojiGrid }] = await Promise.all([loadEmoji(names), import('./EmojiGrid.tsx')])
      return { language: names, entries, Grid: EmojiGrid }
    }
    load().then(
      (loaded) => over || setParts(loaded),
      () => over || setParts('failed'),
    )
    return () => {
      over = true
    }
  }, [names])
  if (parts === 'failed') return <Notice tone="bad">{t('emoji.failed')}</Notice>
  if (!parts) return <Loader size="sm" className={classes.wait} aria-label={t('common.loading')} />
  const { Grid, entries } = parts
  return <Grid key={parts.language} language={parts.language} entries={entries} onPick={onPick} />
}
