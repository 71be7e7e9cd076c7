import type { content as english } from './en.ts'

type Sentences<T> = { [Key in keyof T]: T[Key] extends string ? string : Sentences<T[Key]> }

export const content: Sentences<typeof english> = {
  content: {
    code: 'Code',
    table: 'Tabelle',
  },
  paletteKeys: {
    title: 'Tasten',
    spaceUp: 'Voriger Raum',
    spaceDown: 'Nächster Raum',
    unreadUp: 'Voriger ungelesener Raum',
    unreadDown: 'Nächster ungelesener Raum',
    messageUp: 'Vorige Nachricht',
    messageDown: 'Nächste Nachricht',
    regions: 'Nächster Teil des Fensters',
    regionsBack: 'Voriger Teil des Fensters',
  },
}
