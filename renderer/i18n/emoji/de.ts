import type { EmojiCatalogue } from './catalogue.ts'

export const emoji: EmojiCatalogue = {
  mention: {
    add: 'Jemanden erwähnen',
    list: 'Wer erwähnt wird',
    everyone: 'raum',
    everyoneMeans: 'alle in diesem Raum',
    owner: 'Inhaber',
    ownerMeans: 'alle, denen diese Gemeinschaft gehört',
    moderator: 'Moderation',
    moderatorMeans: 'alle, die diese Gemeinschaft moderieren',
    alike: 'sieht aus wie jemand anderes: Schlüssel beginnt mit {{tag}}',
    you: ' (das bist du)',
    unknown: 'Kein Mitglied, das hier bekannt ist',
    found_one: '{{count}} Vorschlag. Enter übernimmt ihn.',
    found_other: '{{count}} Vorschläge. Auf und ab wählen aus, Enter übernimmt.',
  },
  emoji: {
    add: 'Emoji einfügen',
    picker: 'Emoji',
    list: 'Emoji zur Auswahl',
    search: 'Emoji suchen',
    none: 'Kein Emoji dieses Namens. Versuche ein anderes Wort.',
    failed: 'Die Emoji konnten nicht geladen werden. Schließe dies und versuche es noch einmal.',
    recent: 'Zuletzt benutzt',
    groups: 'Arten',
    tone: 'Hautton',
    tones: {
      none: 'ohne Hautton',
      light: 'hell',
      'medium-light': 'mittelhell',
      medium: 'mittel',
      'medium-dark': 'mitteldunkel',
      dark: 'dunkel',
    },
  },
}
