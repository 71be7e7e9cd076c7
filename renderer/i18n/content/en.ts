/** What parts of texts are called that can be gone to by keyboard, and what single keys do where the list of all keys says two in one. */
export const content = {
  content: {
    code: 'Code',
    table: 'Table',
  },
  paletteKeys: {
    title: 'Keys',
    spaceUp: 'Previous room',
    spaceDown: 'Next room',
    unreadUp: 'Previous unread room',
    unreadDown: 'Next unread room',
    messageUp: 'Previous message',
    messageDown: 'Next message',
    regions: 'Next part of the window',
    regionsBack: 'Previous part of the window',
  },
}
