import type { content as english } from './en.ts'

type Sentences<T> = { [Key in keyof T]: T[Key] extends string ? string : Sentences<T[Key]> }

export const content: Sentences<typeof english> = {
  content: {
    code: 'شيفرة',
    table: 'جدول',
  },
  paletteKeys: {
    title: 'المفاتيح',
    spaceUp: 'الغرفة السابقة',
    spaceDown: 'الغرفة التالية',
    unreadUp: 'الغرفة السابقة غير المقروءة',
    unreadDown: 'الغرفة التالية غير المقروءة',
    messageUp: 'الرسالة السابقة',
    messageDown: 'الرسالة التالية',
    regions: 'الجزء التالي من النافذة',
    regionsBack: 'الجزء السابق من النافذة',
  },
}
