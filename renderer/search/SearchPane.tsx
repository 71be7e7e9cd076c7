/** Search beside a room: what is typed, what narrows it, what was found, and how much of the community could be searched at all. */
import { Button, Combobox, Loader, NativeSelect, TextInput, useCombobox } from '@mantine/core'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState, type RefObject } from 'react'
import type { SearchResult } from '../../core/contract/index.ts'
import { useText } from '../i18n/index.ts'
import { LIMITS, useNavigator, type CommunityId, type Place, type SearchWish, type SpaceId } from '../session/index.ts'
import { IconButton, Notice, Pane, useShortcut } from '../ui/index.ts'
import { Filters } from './Filters.tsx'
import { Found } from './Found.tsx'
import { placeOfMessage, placeOfPerson, placeOfRoom, placeOfTopic } from './found-place.ts'
import { Held } from './Held.tsx'
import classes from './search.module.css'
import { SearchStatus } from './SearchStatus.tsx'
import { useSearch } from './useSearch.ts'

interface SearchPaneProps {
  readonly community: CommunityId
  readonly space: SpaceId | undefined
  readonly onClose: () => void
  /** Somebody goes to what was found. */
  readonly onGone?: (() => void) | undefined
}

interface Wish {
  readonly text: string
  readonly scope: Scope
}

type Scope = SearchWish['scope']

/** Messages that come at once. */
const PAGE = 20

export function SearchPane({ community, space, onClose, onGone }: SearchPaneProps) {
  const { t, refusal: sentence } = useText()
  const { go } = useNavigator()
  const [{ text, scope }, setWish] = useState<Wish>({ text: '', scope: 'room' })
  const [order, setOrder] = useState<'newest' | 'best'>('newest')
  const inRoom = scope === 'room' && space !== undefined
  const search = useSearch({
    ...{ text, order, limit: PAGE },
    ...(scope !== 'all' && { community }),
    ...(inRoom && { space }),
  })
  const { result, busy, refusal } = search
  const field = useRef<HTMLInputElement>(null)
  const close = useReturn(field, onClose)
  // The list is no dropdown: it is there for as long as the pane is.
  const combobox = useCombobox({ opened: true })
  const { selectFirstOption, resetSelectedOption } = combobox
  const count = countOf(result)
  // The first is one Enter away; where more was shown, the chosen one stays.
  const isEmpty = count === 0
  useEffect(() => {
    if (isEmpty || busy) resetSelectedOption()
    else selectFirstOption()
  }, [busy, isEmpty, selectFirstOption, resetSelectedOption])
  useShortcut('search', () => {
    field.current?.select()
    return true
  })

  const type = (typed: string): void => setWish({ text: typed, scope })
  const follow = (value: string): void => {
    const place = placeNamed(value)
    if (!place) return
    go(place)
    onGone?.()
  }
  const showAll = (): void => {
    go({
      at: 'search',
      community,
      wish: { text, kind: 'all', order, scope: inRoom ? 'room' : scope === 'all' ? 'all' : 'community', space },
    })
    onGone?.()
  }
  const placeNamed = (value: string): Place | undefined => {
    const message = result?.messages.find(({ space: of, id }) => value === `message ${of} ${id}`)
    const room = result?.rooms.find(({ space: of }) => value === `room ${of}`)
    const person = result?.people.find((each) => value === `person ${each.community} ${each.member}`)
    const topic = result?.topics.find(({ id }) => value === `topic ${id}`)
    if (message) return placeOfMessage(message)
    if (topic) return placeOfTopic(topic)
    return room ? placeOfRoom(room) : person && placeOfPerson(person)
  }

  return (
    <Pane title={t('search.title')} onClose={close}>
      <Combobox store={combobox} onOptionSubmit={follow}>
        <div className={classes.asked}>
          <Combobox.EventsTarget autoComplete="off">
            <TextInput
              ref={field}
              data-autofocus
              aria-label={t('search.title')}
              placeholder={t('search.placeholder')}
              maxLength={LIMITS.searchChars}
              value={text}
              classNames={{ input: classes.input ?? '' }}
              onChange={({ target }) => type(target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Escape') return
                event.preventDefault()
                close()
              }}
              leftSection={<IconSearch size={17} aria-hidden="true" />}
              rightSection={
                text === '' ? null : busy ? (
                  <Loader size={16} aria-hidden="true" />
                ) : (
                  <IconButton
                    label={t('search.clear')}
                    size={26}
                    onClick={() => {
                      type('')
                      field.current?.focus()
                    }}
                  >
                    <IconX size={15} aria-hidden="true" />
                  </IconButton>
                )
              }
            />
          </Combobox.EventsTarget>
          <NativeSelect
            size="xs"
            aria-label={t('search.where')}
            value={inRoom || scope !== 'room' ? scope : 'community'}
            onChange={({ target }) => setWish({ text, scope: scopeNamed(target.value) })}
            data={[
              ...(space === undefined ? [] : [{ value: 'room', label: t('search.inRoom') }]),
              { value: 'community', label: t('search.inCommunity') },
              { value: 'all', label: t('search.inAll') },
            ]}
          />
          <Filters
            order={
              <NativeSelect
                size="xs"
                aria-label={t('search.order')}
                value={order}
                onChange={({ target }) => setOrder(target.value === 'best' ? 'best' : 'newest')}
                data={[
                  { value: 'newest', label: t('search.newest') },
                  { value: 'best', label: t('search.best') },
                ]}
              />
            }
            text={text}
            inRoom={inRoom}
            onChange={(typed) => {
              type(typed)
              // The menu goes first, and would take the focus with it.
              requestAnimationFrame(() => field.current?.focus())
            }}
          />
        </div>
        <output className={classes.status}>
          <SearchStatus search={search} />
        </output>
        {text.trim() === '' && <p className={classes.hint}>{t('search.hint')}</p>}
        {refusal && <Notice tone="bad">{sentence(refusal)}</Notice>}
        {result?.unknown.map((what) => (
          <Notice key={what}>{t('search.unknown', { what: `\u2068${what}\u2069` })}</Notice>
        ))}
        {result?.ignored.map((what) => (
          <Notice key={what}>{t('search.ignored', { what: `\u2068${what}\u2069` })}</Notice>
        ))}
        {result && count > 0 && <Found result={result} here={community} inRoom={inRoom} />}
      </Combobox>
      {result?.after && (
        <Button variant="default" size="xs" fullWidth onClick={search.more}>
          {t('search.more')}
        </Button>
      )}
      {count > 0 && (
        <Button variant="subtle" size="xs" fullWidth onClick={showAll}>
          {t('search.allResults')}
        </Button>
      )}
      {result && <Held held={result.held} />}
    </Pane>
  )
}

/** The focus comes into the field, and goes back to where it was. */
function useReturn(field: RefObject<HTMLInputElement | null>, onClose: () => void): () => void {
  const before = useRef<Element | null>(null)
  useEffect(() => {
    before.current = document.activeElement
    field.current?.select()
    field.current?.focus()
  }, [field])
  return () => {
    const back = before.current
    onClose()
    if (back instanceof HTMLElement) requestAnimationFrame(() => back.isConnected && back.focus())
  }
}

function scopeNamed(value: string): Scope {
  return value === 'room' || value === 'all' ? value : 'community'
}

function countOf(result: SearchResult | undefined): number {
  if (!result) return 0
  const { messages, topics, rooms, people } = result
  return messages.length + topics.length + rooms.length + people.length
}
