/** What a community of each purpose begins with. */
import type { Template } from '../../contract/index.ts'
import type { RoomText } from '../../documents/index.ts'

const general: RoomText = { name: 'general', topic: 'Day-to-day talk' }
const welcome: RoomText = { name: 'welcome', topic: 'Say hello and tell who you are' }

export const TEMPLATES: Readonly<Record<Template, readonly RoomText[]>> = {
  neighbourhood: [
    general,
    { name: 'help-wanted', topic: 'Ask for a hand, offer one' },
    { name: 'lost-and-found', topic: '' },
  ],
  class: [
    general,
    { name: 'questions', topic: 'No question is too small' },
    { name: 'materials', topic: 'Notes, links and readings' },
  ],
  cause: [
    general,
    { name: 'actions', topic: 'What we do next, and who does it' },
    { name: 'news', topic: 'What happened' },
  ],
  'game-club': [general, { name: 'looking-for-players', topic: 'Find a table' }, { name: 'rules-talk', topic: '' }],
  professional: [
    general,
    { name: 'introductions', topic: 'What you do, what you seek' },
    { name: 'craft', topic: 'How we work' },
  ],
  'support-group': [welcome, general, { name: 'quiet-corner', topic: 'To be heard, without advice unless asked for' }],
}
