/** Sentences of rooms: replies, threads, reactions, pins, days, settings. */
export const talk = {
  talk: {
    reply: 'Reply',
    replyTo: 'Answers',
    replyGo: 'Go to the message this answers',
    replyMissing: 'Answers a message that is not on this device',
    replyWithdrawn: 'took this message back',
    replying: 'Replying to {{name}}',
    replyStop: 'Do not reply to it',

    thread: 'Thread',
    threads: 'Threads',
    threadsBack: 'Back to the threads',
    threadsHere: 'Threads in {{name}}',
    threadsNone: 'No threads yet. Press T at a message, or choose “Thread” in its tools, to talk about it apart.',
    posts_one: '{{count}} reply',
    posts_other: '{{count}} replies',
    last: 'last {{when}}',
    unread_one: '{{count}} unread',
    unread_other: '{{count}} unread',
    threadEmpty: 'No replies yet. What is written here stays beside the room.',
    threadMessages: 'thread of {{name}}',
    threadWrite: 'Reply in the thread …',
    threadMissing: 'The message this thread began with is not on this device.',
    messageMissing: 'A message that is not on this device',

    react: 'React',
    reactWith: 'React with {{emoji}}',
    reactBack: 'Take back {{emoji}}',
    reactions: 'Reactions',
    reaction: '{{emoji}}: {{names}}',
    reactionMore_one: '{{count}} more',
    reactionMore_other: '{{count}} more',

    pin: 'Pin for everybody',
    unpin: 'Unpin',
    unpinNamed: 'Unpin the message of {{name}}',
    pinned: 'Pinned',
    pinnedHere: 'Pinned in {{name}}',
    pinnedNone:
      'Nothing is pinned here. Owners and moderators keep messages in sight for everybody from a message’s menu.',
    pinnedNonePrivate: 'Nothing is pinned here. Any of you can keep a message in sight for all from its menu.',

    heard: '{{name}}, {{time}}: {{text}}',
    goThere: 'Go to this message',
    copyLink: 'Copy link to message',
    notHere: 'This message is not on this device. It may still be on its way, or was set aside.',
    toDate: 'Go to a date',
    previousMonth: 'Previous month',
    nextMonth: 'Next month',

    more: 'More about this room',
    allRead: 'Mark all as read',
    settings: 'Room settings',
    settingsTitle: 'Settings of {{name}}',
    archive: 'Archive',
    archiveMeans: 'It can be read, and nobody writes in it. It can be opened again.',
    unarchive: 'Open again',
    archived: 'Archived',
    archivedNotice: 'This room is archived: it can be read, and not written in.',
    draft: 'unsent draft',
  },
}

/** Keys of rooms. */
export const talkKeys = {
  reply: 'Reply to the message',
  thread: 'Open its thread',
  react: 'React to it',
}

/** What rooms refuse. */
export const talkRefused = {
  'message/not-an-emoji': 'Only one emoji can be put under a message.',
  'message/many-reactions': 'You have put as many emoji under this message as there may be.',
  'space/archived': 'This room is archived: nothing can be written in it.',
}
