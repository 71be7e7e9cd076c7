/** The picker itself: search, kinds, what was used lately, the grid, and the skin tone. A file of its own; see EmojiPicker. */
import {
  EmojiPicker as Grid,
  useActiveEmoji,
  type EmojiPickerListCategoryHeaderProps,
  type EmojiPickerListEmojiProps,
  type EmojiPickerListRowProps,
} from 'frimousse'
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'
import { scrollableAs } from '../ui/index.ts'
import { useText } from '../i18n/index.ts'
import { findEmoji } from './find.ts'
import { groups, inTone, skinTones, type EmojiEntry, type EmojiLanguage, type SkinTone } from './data.ts'
import { answers, gridData, groupTops } from './grid-data.ts'
import classes from './picker.module.css'
import { useEmojiUsage } from './usage.ts'

export interface EmojiGridProps {
  readonly language: EmojiLanguage
  readonly entries: readonly EmojiEntry[]
  readonly onPick: (emoji: string) => void
}

const columns = 8

export function EmojiGrid({ language, entries, onPick }: EmojiGridProps) {
  const { t } = useText()
  const { tone, setTone, recent, used } = useEmojiUsage()
  const [search, setSearch] = useState('')
  const box = useRef<HTMLInputElement>(null)
  const viewport = useRef<HTMLDivElement>(null)
  const byKeys = useRef(false)
  // It comes after what it opens in, which had nothing to give the focus to.
  useEffect(() => box.current?.focus(), [])
  const nameOf = useCallback((name: (typeof groups)[number]['name']) => t(`emoji.group.${name}`), [t])
  const resolve = useCallback(() => gridData(entries, language, nameOf), [entries, language, nameOf])
  const pick = (emoji: string): void => {
    used(emoji)
    onPick(emoji)
  }
  /** The grid follows the search a moment later: who types fast and presses Enter means what they typed. */
  const asked = (label: string, emoji: string): string => {
    if (search === '' || answers(entries, label, search)) return emoji
    const [best] = findEmoji(entries, search, 1)
    return best ? inTone(best, tone) : emoji
  }
  const jump = (group: number): void => {
    const top = groupTops(entries, columns).get(group) ?? 0
    viewport.current?.scrollTo({ top, behavior: 'instant' })
  }

  return (
    <Grid.Root
      className={classes.picker}
      columns={columns}
      skinTone={tone}
      locale={language}
      resolveEmojiData={resolve}
      onEmojiSelect={({ emoji, label }) => pick(byKeys.current ? asked(label, emoji) : emoji)}
      onKeyDownCapture={() => {
        byKeys.current = true
      }}
      onPointerMoveCapture={() => {
        byKeys.current = false
      }}
    >
      <Followed viewport={viewport} byKeys={byKeys} />
      <Grid.Search
        ref={box}
        className={classes.search}
        value={search}
        placeholder={t('emoji.search')}
        aria-label={t('emoji.search')}
        maxLength={60}
        onChange={({ target }) => setSearch(target.value)}
      />
      {search === '' && (
        <>
          <fieldset className={classes.groups} aria-label={t('emoji.groups')}>
            {groups.map(({ group, name, sign }) => (
              <button
                key={group}
                type="button"
                className={classes.group}
                aria-label={nameOf(name)}
                title={nameOf(name)}
                onClick={() => jump(group)}
              >
                <span aria-hidden="true">{sign}</span>
              </button>
            ))}
          </fieldset>
          {recent.length > 0 && (
            <fieldset className={classes.recent} aria-label={t('emoji.recent')}>
              <span className={classes.lately} aria-hidden="true">
                {t('emoji.recent')}
              </span>
              {recent.slice(0, columns).map((emoji) => (
                <button key={emoji} type="button" className={classes.one} onClick={() => pick(emoji)}>
                  {emoji}
                </button>
              ))}
            </fieldset>
          )}
        </>
      )}
      <Grid.Viewport ref={viewport} className={classes.viewport} {...scrollableAs(t('emoji.picker'))}>
        <Grid.Empty className={classes.none}>{t('emoji.none')}</Grid.Empty>
        <Grid.List
          className={classes.list}
          aria-label={t('emoji.picker')}
          components={{
            CategoryHeader: Header,
            Row,
            Emoji: Cell,
          }}
        />
      </Grid.Viewport>
      <div className={classes.foot}>
        <Grid.ActiveEmoji>
          {({ emoji }) => (
            <span className={classes.active} aria-hidden="true" dir="auto">
              {emoji?.label}
            </span>
          )}
        </Grid.ActiveEmoji>
        <select
          className={classes.tone}
          aria-label={t('emoji.tone')}
          value={tone}
          onChange={({ target }) => setTone(skinTones.find((each) => each === target.value) ?? 'none')}
        >
          {skinTones.map((each) => (
            <option key={each} value={each}>
              {`${hands[each]} ${t(`emoji.tones.${each}`)}`}
            </option>
          ))}
        </select>
      </div>
    </Grid.Root>
  )
}

const hands: Readonly<Record<SkinTone, string>> = {
  none: '✋',
  light: '✋🏻',
  'medium-light': '✋🏼',
  medium: '✋🏽',
  'medium-dark': '✋🏾',
  dark: '✋🏿',
}

/** Keeps what is chosen by keys in view. The grid does so by its own count of rows, which begins with 0 and is not ARIA's. */
function Followed({ viewport, byKeys }: { viewport: RefObject<HTMLElement | null>; byKeys: RefObject<boolean> }) {
  const active = useActiveEmoji()
  useEffect(() => {
    if (active && byKeys.current) viewport.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' })
  }, [active, viewport, byKeys])
  return null
}

function Header({ category, ...rest }: EmojiPickerListCategoryHeaderProps) {
  return (
    <div {...rest} className={classes.header}>
      {category.label}
    </div>
  )
}

/** Rows and columns are counted from 1. */
const fromOne = (index: number | undefined): number | undefined => (index === undefined ? undefined : index + 1)

function Row({ 'aria-rowindex': index, ...rest }: EmojiPickerListRowProps) {
  return <div {...rest} aria-rowindex={fromOne(index)} />
}

/** The grid brings a list of fonts of its own for each: ours has one that draws everything. */
function Cell({ emoji, style: _style, 'aria-colindex': index, ...rest }: EmojiPickerListEmojiProps) {
  const place = { ...rest, 'aria-colindex': fromOne(index) }
  return (
    <button type="button" {...place} className={classes.one}>
      {emoji.emoji}
    </button>
  )
}
