/** All that was found, on a page of its own: by kind, more as one scrolls. Going back to it leads to the very place one left. */
import { Loader, NativeSelect, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState, type RefObject } from 'react'
import { useText } from '../i18n/index.ts'
import { LIMITS, useNavigator, type CommunityId, type SearchKind, type SearchWish } from '../session/index.ts'
import { Bar, Choices, Notice, scrollable, useShortcut } from '../ui/index.ts'
import { Filters } from './Filters.tsx'
import { FoundList } from './FoundList.tsx'
import { Held } from './Held.tsx'
import { leftAt, leave } from './left.ts'
import classes from './page.module.css'
import { SearchStatus } from './SearchStatus.tsx'
import { useSearch, type Question } from './useSearch.ts'

interface SearchPageProps {
  /** The community that is open. */
  readonly community: CommunityId | undefined
  /** What the place was gone to with. */
  readonly wish: SearchWish
}

/** What comes at once. */
const PAGE = 30
const KINDS: readonly SearchKind[] = ['all', 'messages', 'topics', 'people', 'rooms']
/** Milliseconds without a change before going back leads to what is sought now. */
const SETTLED = 300

export function SearchPage({ community, wish: asked }: SearchPageProps) {
  const { t, refusal: sentence } = useText()
  const { go } = useNavigator()
  const [wish, setWish] = useState(asked)
  const { text, scope, kind, order } = wish
  const space = scope === 'room' ? wish.space : undefined
  const question: Question = {
    ...{ text, order, limit: PAGE, space },
    ...(kind !== 'all' && { kind }),
    ...(scope !== 'all' && { community }),
  }
  const [kept] = useState(() => leftAt(question))
  const search = useSearch(question, kept?.result)
  const { result, busy, refusal } = search
  const field = useRef<HTMLInputElement>(null)
  const body = useRef<HTMLElement>(null)
  const shown = busy ? undefined : result
  useReturning(body, question, shown, kept?.top)
  useEffect(() => {
    if (asked === wish) return undefined
    const timer = setTimeout(() => go({ at: 'search', ...(community && { community }), wish }, true), SETTLED)
    return () => clearTimeout(timer)
  }, [asked, wish, community, go])
  useEffect(() => {
    // Who goes back finds what they left.
    if (kept === undefined) field.current?.focus()
  }, [kept])
  useShortcut('search', () => {
    field.current?.select()
    return true
  })

  return (
    <div className={classes.page}>
      <Bar icon={<IconSearch size={20} />} title={t('search.title')} />
      <section
        ref={body}
        className={classes.body}
        {...scrollable}
        aria-label={t('search.results')}
        onScroll={({ currentTarget }) => leave(question, shown, currentTarget.scrollTop)}
      >
        <div className={classes.column}>
          <search className={classes.asked}>
            <TextInput
              ref={field}
              aria-label={t('search.title')}
              placeholder={t('search.placeholder')}
              maxLength={LIMITS.searchChars}
              value={text}
              classNames={{ input: classes.input ?? '' }}
              onChange={({ target }) => setWish({ ...wish, text: target.value })}
              onKeyDown={(event) => {
                if (event.key !== 'ArrowDown' && event.key !== 'Enter') return
                event.preventDefault()
                body.current?.querySelector<HTMLAnchorElement>('li a')?.focus()
              }}
              leftSection={<IconSearch size={17} aria-hidden="true" />}
              rightSection={text !== '' && busy ? <Loader size={16} aria-hidden="true" /> : null}
            />
            <Choices
              label={t('search.kinds')}
              value={kind}
              choices={KINDS.map((value) => ({ value, label: t(`search.kind.${value}`) }))}
              onChange={(next) => setWish({ ...wish, kind: next })}
            />
            <Filters
              order={
                <div className={classes.selects}>
                  <NativeSelect
                    size="xs"
                    aria-label={t('search.where')}
                    value={scope}
                    onChange={({ target }) => setWish({ ...wish, scope: scopeNamed(target.value) })}
                    data={[
                      ...(wish.space && community ? [{ value: 'room', label: t('search.inRoom') }] : []),
                      ...(community ? [{ value: 'community', label: t('search.inCommunity') }] : []),
                      { value: 'all', label: t('search.inAll') },
                    ]}
                  />
                  <NativeSelect
                    size="xs"
                    aria-label={t('search.order')}
                    value={order}
                    onChange={({ target }) => setWish({ ...wish, order: target.value === 'best' ? 'best' : 'newest' })}
                    data={[
                      { value: 'newest', label: t('search.newest') },
                      { value: 'best', label: t('search.best') },
                    ]}
                  />
                </div>
              }
              text={text}
              inRoom={scope === 'room'}
              onChange={(typed) => {
                setWish({ ...wish, text: typed })
                // The menu goes first, and would take the focus with it.
                requestAnimationFrame(() => field.current?.focus())
              }}
            />
          </search>
          <output className={classes.status}>
            <SearchStatus search={search} />
          </output>
          {result && <Held held={result.held} />}
          {text.trim() === '' && <p className={classes.hint}>{t('search.hint')}</p>}
          {refusal && <Notice tone="bad">{sentence(refusal)}</Notice>}
          {result && (
            <>
              {result.unknown.map((what) => (
                <Notice key={what}>{t('search.unknown', { what: `\u2068${what}\u2069` })}</Notice>
              ))}
              {result.ignored.map((what) => (
                <Notice key={what}>{t('search.ignored', { what: `\u2068${what}\u2069` })}</Notice>
              ))}
              <FoundList
                {...{ result, kind, here: community }}
                inRoom={scope === 'room'}
                onMore={search.more}
                onKind={(next) => setWish({ ...wish, kind: next })}
              />
            </>
          )}
        </div>
      </section>
    </div>
  )
}

/** Where one had scrolled to when one went to something that was found. */
function useReturning(
  body: RefObject<HTMLElement | null>,
  question: Question,
  result: ReturnType<typeof useSearch>['result'],
  top: number | undefined,
): void {
  const [to] = useState(top)
  useEffect(() => {
    if (to !== undefined) body.current?.scrollTo({ top: to })
  }, [body, to])
  useEffect(() => leave(question, result, body.current?.scrollTop ?? 0))
}

function scopeNamed(value: string): SearchWish['scope'] {
  return value === 'room' || value === 'community' ? value : 'all'
}
