import type { TalkCatalogue, TalkKeys, TalkRefused } from './catalogue.ts'

export const talk: TalkCatalogue = {
  talk: {
    reply: 'Antworten',
    replyTo: 'Antwort an',
    replyGo: 'Zur Nachricht, auf die das antwortet',
    replyMissing: 'Antwortet auf eine Nachricht, die nicht auf diesem Gerät ist',
    replyWithdrawn: 'hat diese Nachricht zurückgenommen',
    replying: 'Antwort an {{name}}',
    replyStop: 'Doch nicht darauf antworten',

    thread: 'Thread',
    threads: 'Threads',
    threadsBack: 'Zurück zu den Threads',
    threadsHere: 'Threads in {{name}}',
    threadsNone:
      'Noch keine Threads. Drücke T bei einer Nachricht oder wähle dort „Thread“, um abseits über sie zu sprechen.',
    posts_one: '{{count}} Antwort',
    posts_other: '{{count}} Antworten',
    last: 'zuletzt {{when}}',
    unread_one: '{{count}} ungelesen',
    unread_other: '{{count}} ungelesen',
    threadEmpty: 'Noch keine Antworten. Was hier geschrieben wird, bleibt neben dem Raum.',
    threadMessages: 'Thread von {{name}}',
    threadWrite: 'Im Thread antworten …',
    threadMissing: 'Die Nachricht, mit der dieser Thread begann, ist nicht auf diesem Gerät.',
    messageMissing: 'Eine Nachricht, die nicht auf diesem Gerät ist',

    react: 'Reagieren',
    reactWith: 'Mit {{emoji}} reagieren',
    reactBack: '{{emoji}} zurücknehmen',
    reactions: 'Reaktionen',
    reaction: '{{emoji}}: {{names}}',
    reactionMore_one: '{{count}} weitere',
    reactionMore_other: '{{count}} weitere',

    pin: 'Für alle anheften',
    unpin: 'Lösen',
    unpinNamed: 'Die Nachricht von {{name}} lösen',
    pinned: 'Angeheftet',
    pinnedHere: 'Angeheftet in {{name}}',
    pinnedNone:
      'Hier ist nichts angeheftet. Inhaber und Moderatoren halten Nachrichten über deren Menü für alle in Sicht.',
    pinnedNonePrivate:
      'Hier ist nichts angeheftet. Jede und jeder von euch kann eine Nachricht über ihr Menü anheften.',

    heard: '{{name}}, {{time}}: {{text}}',
    goThere: 'Zu dieser Nachricht gehen',
    copyLink: 'Link zur Nachricht kopieren',
    notHere: 'Diese Nachricht ist nicht auf diesem Gerät. Sie ist vielleicht noch unterwegs oder wurde beiseitegelegt.',
    toDate: 'Zu einem Datum gehen',
    previousMonth: 'Voriger Monat',
    nextMonth: 'Nächster Monat',

    more: 'Mehr zu diesem Raum',
    allRead: 'Alles als gelesen markieren',
    settings: 'Raum einstellen',
    settingsTitle: '{{name}} einstellen',
    archive: 'Archivieren',
    archiveMeans: 'Er bleibt lesbar, und niemand schreibt darin. Er lässt sich wieder öffnen.',
    unarchive: 'Wieder öffnen',
    archived: 'Archiviert',
    archivedNotice: 'Dieser Raum ist archiviert: man kann ihn lesen, aber nicht darin schreiben.',
    draft: 'nicht gesendeter Entwurf',
  },
}

export const talkKeys: TalkKeys = {
  reply: 'Auf die Nachricht antworten',
  thread: 'Ihren Thread öffnen',
  react: 'Auf sie reagieren',
}

export const talkRefused: TalkRefused = {
  'message/not-an-emoji': 'Unter eine Nachricht lässt sich nur ein einzelnes Emoji setzen.',
  'message/many-reactions': 'Du hast unter diese Nachricht schon so viele Emoji gesetzt, wie es sein dürfen.',
  'space/archived': 'Dieser Raum ist archiviert: darin kann nichts geschrieben werden.',
}
