/** A run of messages, parted by days. */
import type { EntryId } from '../../shared/index.ts'
import { comesBefore } from '../../view/index.ts'
import type { ReadMessage } from '../reading/about.ts'
import { isoMoment } from '../reading/moments.ts'
import { el, type Markup } from './html.ts'
import { messageMarkup, type MessageScene } from './message.ts'
import type { Stretch } from './stretches.ts'
import { dateIn } from './words/index.ts'

/** What stands in a space itself, or in one of its threads, as far as one page goes. */
export function talkMarkup(scene: MessageScene, root: EntryId | '', { after, last }: Stretch): Markup[] {
  const days: { readonly day: string; readonly time: number; readonly said: Markup[] }[] = []
  const { site, path, space } = scene
  const known = site.space(space)
  let above: ReadMessage | undefined
  for (const message of site.reading.standing(space, root, after)) {
    if (comesBefore(last, message)) break
    // What came after the survey was made has no place.
    if (known?.fileOf(message.id) !== path) continue
    const day = isoMoment(message.time).slice(0, 10)
    if (days.at(-1)?.day !== day) {
      days.push({ day, time: message.time, said: [] })
      above = undefined
    }
    days.at(-1)?.said.push(messageMarkup({ ...scene, above }, message))
    above = message
  }
  return days.map(({ day, time, said }) =>
    el(
      'section',
      { class: 'day' },
      el('h2', { id: `d-${day}` }, el('time', { datetime: day }, dateIn(site.tongue, time))),
      said,
    ),
  )
}
