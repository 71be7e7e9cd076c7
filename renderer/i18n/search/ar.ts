import type { search as english } from './en.ts'

type Forms = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
type Arabic<T> = {
  [Key in keyof T as Key extends `${infer Name}_${'one' | 'other'}` ? `${Name}_${Forms}` : Key]: T[Key] extends string
    ? string
    : Arabic<T[Key]>
}

export const search: Arabic<typeof english> = {
  search: {
    title: 'بحث',
    key: 'البحث هنا',
    open: 'البحث هنا',
    close: 'إخفاء البحث',
    placeholder: 'ابحث',
    clear: 'إفراغ الحقل',
    where: 'أين',
    inRoom: 'هذه الغرفة',
    inCommunity: 'هذا المجتمع',
    inAll: 'كل المجتمعات',
    order: 'الترتيب',
    newest: 'الأحدث أولًا',
    best: 'الأنسب أولًا',
    narrow: 'تضييق البحث',
    add: {
      in: 'في غرفة',
      from: 'من شخص',
      before: 'قبل يوم',
      after: 'ابتداءً من يوم',
      has: 'فيها رابط',
    },
    chip: {
      in: 'في {{value}}',
      from: 'كتبها {{value}}',
      before: 'قبل {{value}}',
      after: 'ابتداءً من {{value}}',
      has: 'فيها رابط',
    },
    remove: 'إزالة «{{what}}»',
    hint: 'كلمات، أو "كلمات متجاورة"، أو بدايات مثل tomat*. يعمل بلا شبكة، في كل ما على هذا الجهاز.',
    results: 'ما عُثر عليه',
    messages: 'رسائل',
    rooms: 'غرف',
    people: 'أشخاص',
    more: 'عرض المزيد',
    found_zero: 'لا رسائل',
    found_one: 'رسالة واحدة',
    found_two: 'رسالتان',
    found_few: '{{count}} رسائل',
    found_many: '{{count}} رسالة',
    found_other: '{{count}} رسالة',
    firstFound: 'أول {{shown}} من الرسائل',
    nothing: 'لم يُعثر على شيء هنا.',
    unknown: '«{{what}}» لا يؤدي إلى شيء هنا.',
    direct: 'رسائل مباشرة',
    withOthers: 'رسائل مباشرة مع {{names}}',
    percent: '{{percent}} % من {{name}} على هذا الجهاز حتى الآن.',
    alone: 'لا أحد من {{name}} متصل الآن: ما كُتب منذ ذلك الحين ليس هنا بعد.',
    aloneAll: 'في بعض المجتمعات لا أحد متصل الآن: ما كُتب منذ ذلك الحين ليس هنا بعد.',
    locked: 'بعض ما في {{name}} لا يمكن قراءته هنا بعد، ولذلك لا يُعثر عليه.',
    unindexed_zero: 'لا رسائل تنتظر الفحص.',
    unindexed_one: 'رسالة واحدة ما زالت قيد الفحص.',
    unindexed_two: 'رسالتان ما زالتا قيد الفحص.',
    unindexed_few: '{{shown}} رسائل ما زالت قيد الفحص.',
    unindexed_many: '{{shown}} رسالة ما زالت قيد الفحص.',
    unindexed_other: '{{shown}} رسالة ما زالت قيد الفحص.',
    whole: 'جرى البحث في كل ما على هذا الجهاز.',
    all: 'البحث عن «{{text}}»',
  },
}
