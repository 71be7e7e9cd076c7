/** What a community of each purpose begins with: rooms for the day, and boards for what should be found again. */
import type { BoardCategory, Template } from '../../contract/index.ts'

/** A space to lay out; a board with the categories it begins with. */
export interface Laid {
  readonly kind: 'room' | 'board'
  readonly name: string
  readonly topic: string
  readonly categories?: readonly BoardCategory[]
}

const room = (name: string, topic: string): Laid => ({ kind: 'room', name, topic })
/** With its categories by id, each in a colour of its own. */
const board = (name: string, topic: string, categories: Readonly<Record<string, string>>): Laid => ({
  ...{ kind: 'board', name, topic },
  categories: Object.entries(categories).map(([id, title], colour) => ({ id, name: title, colour })),
})

const general = room('general', 'Day-to-day talk')
const welcome = room('welcome', 'Say hello and tell who you are')

/** The first is a room: it is where people arrive. */
export const TEMPLATES: Readonly<Record<Template, readonly Laid[]>> = {
  neighbourhood: [
    general,
    room('help-wanted', 'Ask for a hand, offer one'),
    room('lost-and-found', ''),
    board('noticeboard', 'What should not scroll away', {
      question: 'Questions',
      offer: 'To give or lend',
      wanted: 'Wanted',
      plan: 'Plans',
    }),
  ],
  class: [
    general,
    board('questions', 'No question is too small', {
      task: 'Homework',
      idea: 'Understanding it',
      exam: 'Exams',
    }),
    room('materials', 'Notes, links and readings'),
  ],
  cause: [
    general,
    room('actions', 'What we do next, and who does it'),
    room('news', 'What happened'),
    board('proposals', 'What we could do, and what became of it', {
      proposal: 'Proposals',
      doing: 'Being done',
      done: 'Done',
    }),
  ],
  'game-club': [
    general,
    room('looking-for-players', 'Find a table'),
    board('rules-and-strategy', 'Questions that come up again', {
      rules: 'Rules',
      strategy: 'Strategy',
      house: 'House rules',
    }),
  ],
  professional: [
    general,
    room('introductions', 'What you do, what you seek'),
    board('craft', 'How we work', { howto: 'How it is done', question: 'Questions', review: 'For a second look' }),
    board('openings', 'Work to offer and to find', { offer: 'Offered', wanted: 'Wanted' }),
  ],
  'support-group': [
    welcome,
    general,
    room('quiet-corner', 'To be heard, without advice unless asked for'),
    board('what-helped', 'To look up when it is needed', {
      daily: 'Every day',
      help: 'Where to find help',
      reading: 'To read',
    }),
  ],
}
