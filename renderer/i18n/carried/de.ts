import type { CarriedCatalogue, CarriedRefused } from './catalogue.ts'

export const carried: CarriedCatalogue = {
  carried: {
    label: 'Versiegelte Nachrichten über den Verwahrer schicken',
    means:
      'So erreichen Sie einander auch, wenn Sie nie zugleich online sind. Lesen kann der Verwahrer nichts. Er sieht, welche Geräte hier zusammengehören und wann sie wie viel schicken; andere Mitglieder sehen das nicht.',
    off: 'Schalten Sie es aus, wird dort alles davon gelöscht.',
    others: 'Das entscheidet, wer diesen Raum angelegt hat.',
    waiting: 'Ein Teil ist noch nicht dort.',
    reached: 'Der Verwahrer hat alles, was hier geschrieben wurde.',
    unreached: 'Der Verwahrer ist gerade nicht erreichbar. Es wird von selbst wieder versucht.',
    full: 'Der Verwahrer hat hierfür keinen Platz mehr.',
    refused: 'Der Verwahrer hält dies nicht mehr. Schalten Sie es aus und wieder ein.',
    offer: 'Gerade ist sonst niemand verbunden. Soll der Verwahrer versiegelte Nachrichten weitergeben?',
    offerMeans: 'Lesen kann er nichts; er sieht, welche Geräte hier sprechen, und wann sie wie viel schicken.',
    offerYes: 'Weitergeben lassen',
    offerNo: 'Nicht jetzt',
  },
}

export const carriedRefused: CarriedRefused = {
  'keeper/none': 'Diese Gemeinschaft hat keinen Verwahrer.',
}
