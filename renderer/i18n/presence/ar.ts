import type { presence as english } from './en.ts'

type Forms = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
type Arabic<T> = {
  [Key in keyof T as Key extends `${infer Name}_${'one' | 'other'}` ? `${Name}_${Forms}` : Key]: T[Key] extends string
    ? string
    : Arabic<T[Key]>
}

export const presence: Arabic<typeof english> = {
  presence: {
    title: 'ما يراه الآخرون عنك',
    intro: 'يصل إلى الأجهزة المتصلة بجهازك ولا يتعدّاها، ولا يحتفظ به أحد.',
    there: 'أخبر الآخرين بوجودك',
    thereMeans:
      'يرى الأعضاء المتصلون بك إن كان أحد أمام هذا الجهاز. عند إيقافه لا يُقال شيء، لكنهم يرون أن جهازك متصل على أي حال.',
    write: 'أخبر الآخرين حين تكتب',
    writeMeans: 'يرى الأعضاء المتصلون بك في الغرفة أنك تكتب قبل أن ترسل شيئًا.',
    away: 'بعيد',
    typing_zero: 'لا أحد يكتب',
    typing_one: '{{names}} يكتب …',
    typing_two: '{{names}} يكتبان …',
    typing_few: '{{names}} يكتبون …',
    typing_many: '{{names}} يكتبون …',
    typing_other: '{{names}} يكتبون …',
    several: 'عدة أشخاص يكتبون …',
  },
}
