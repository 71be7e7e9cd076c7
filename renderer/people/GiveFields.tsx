/** What one offers and what one seeks: in the same words as others, so that they are found. */
import { Textarea } from '@mantine/core'
import { useMemo } from 'react'
import { useText } from '../i18n/index.ts'
import { LIMITS, tagKey, type PersonView } from '../session/index.ts'
import { Part, Tags, type FormParts } from './form-parts.tsx'

export function GiveFields({ draft, change, errorIn, people }: FormParts & { people: readonly PersonView[] }) {
  const { t } = useText()
  const words = useMemo(() => wordsOf(people), [people])
  return (
    <Part title={t('aboutMe.give')} hint={t('aboutMe.giveHint')}>
      {(['offers', 'seeks'] as const).map((side) => (
        <div key={side}>
          <Tags
            label={t(`aboutMe.${side}`)}
            value={draft[side].tags}
            most={LIMITS.offerTags}
            // Who offers is best found by the words of those who seek.
            offered={side === 'offers' ? words.sought : words.offered}
            error={errorIn(side)}
            onChange={(tags) => change({ [side]: { ...draft[side], tags } })}
          />
          <Textarea
            mt="sm"
            label={t(`aboutMe.${side}Text`)}
            autosize
            minRows={2}
            maxRows={5}
            maxLength={LIMITS.offerChars}
            dir={draft[side].text === '' ? undefined : 'auto'}
            value={draft[side].text}
            error={errorIn(`${side}Text`)}
            onChange={(event) => change({ [side]: { ...draft[side], text: event.target.value } })}
          />
        </div>
      ))}
    </Part>
  )
}

function wordsOf(people: readonly PersonView[]): { offered: string[]; sought: string[] } {
  const once = (tags: readonly string[]): string[] => [...new Map(tags.map((tag) => [tagKey(tag), tag])).values()]
  return {
    offered: once(people.flatMap(({ offers }) => offers.tags)),
    sought: once(people.flatMap(({ seeks }) => seeks.tags)),
  }
}
