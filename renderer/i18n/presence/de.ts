import type { presence as english } from './en.ts'

type Sentences<T> = { [Key in keyof T]: T[Key] extends string ? string : Sentences<T[Key]> }

export const presence: Sentences<typeof english> = {
  presence: {
    title: 'Was andere von dir sehen',
    intro: 'Es geht an die Geräte, mit denen deines verbunden ist, und nicht weiter, und niemand bewahrt es auf.',
    there: 'Sagen, wann du da bist',
    thereMeans:
      'Mitglieder, die mit dir verbunden sind, sehen, ob jemand an diesem Gerät ist. Ausgeschaltet wird nichts gesagt; dass dein Gerät verbunden ist, sehen sie trotzdem.',
    write: 'Sagen, wann du schreibst',
    writeMeans: 'Mitglieder im Raum, die mit dir verbunden sind, sehen, dass du schreibst, bevor du etwas abschickst.',
    away: 'abwesend',
    typing_one: '{{names}} schreibt …',
    typing_other: '{{names}} schreiben …',
    several: 'Mehrere schreiben …',
  },
}
