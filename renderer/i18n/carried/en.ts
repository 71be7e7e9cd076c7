/** Sentences about private rooms and conversations that the community's keepers carry. */
export const carried = {
  carried: {
    label: 'Let the keeper carry sealed messages',
    means:
      'So you reach each other even when you are never online together. The keeper can read nothing. It sees which devices belong together here, and when and how much they send; other members do not.',
    off: 'Switched off, everything of it is deleted there.',
    others: 'Whoever made this room decides that.',
    waiting: 'Some of it has still to be taken there.',
    reached: 'The keeper has all that was written here.',
    unreached: 'The keeper is not reached now. It is tried again by itself.',
    full: 'The keeper has no room left for this.',
    refused: 'The keeper does not carry this any more. Switch it off and on again.',
    offer: 'Nobody else is connected now. Let the keeper carry sealed messages?',
    offerMeans: 'It can read nothing; it sees which devices talk here, and when and how much.',
    offerYes: 'Let it carry them',
    offerNo: 'Not now',
  },
}

export const carriedRefused = {
  'keeper/none': 'This community has no keeper.',
}
