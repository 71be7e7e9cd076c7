/** How many there are; said to those who do not see it. */
import { useText } from '../i18n/index.ts'
import type { Search } from './useSearch.ts'

export function SearchStatus({ search: { result, busy } }: { search: Search }) {
  const { t, format } = useText()
  if (!result || busy) return null
  const count = result.messages.length
  const others = result.rooms.length + result.people.length + result.topics.length
  if (count + others === 0) return t('search.nothing')
  if (count === 0) return null
  return result.after ? t('search.firstFound', { shown: format.number(count) }) : t('search.found', { count })
}
