import type { EmojiCatalogue } from './catalogue.ts'

const found = (text: string) => `${text}. السهمان للاختيار وEnter للإدراج.`

export const emoji: EmojiCatalogue & { mention: Record<`found_${'zero' | 'two' | 'few' | 'many'}`, string> } = {
  mention: {
    add: 'الإشارة إلى شخص',
    list: 'إلى من تشير',
    everyone: 'الغرفة',
    everyoneMeans: 'كل من في هذه الغرفة',
    owner: 'المالكون',
    ownerMeans: 'كل مالكي هذا المجتمع',
    moderator: 'المشرفون',
    moderatorMeans: 'كل مشرفي هذا المجتمع',
    alike: 'يشبه اسمًا آخر: المفتاح يبدأ بـ \u2066{{tag}}\u2069',
    you: ' (هذا أنت)',
    unknown: 'ليس عضوًا معروفًا هنا',
    found_zero: 'لا اقتراحات.',
    found_one: found('اقتراح واحد'),
    found_two: found('اقتراحان'),
    found_few: found('{{count}} اقتراحات'),
    found_many: found('{{count}} اقتراحًا'),
    found_other: found('{{count}} اقتراح'),
  },
  emoji: {
    add: 'إضافة رمز تعبيري',
    picker: 'الرموز التعبيرية',
    list: 'رموز تعبيرية للاختيار',
    search: 'ابحث عن رمز (بالإنجليزية)',
    none: 'لا رمز بهذا الاسم. جرّب كلمة أخرى.',
    failed: 'تعذّر تحميل الرموز التعبيرية. أغلق هذا وحاول مرة أخرى.',
    recent: 'المستخدمة مؤخرًا',
    groups: 'الأنواع',
    tone: 'لون البشرة',
    tones: {
      none: 'بلا لون بشرة',
      light: 'فاتح',
      'medium-light': 'فاتح متوسط',
      medium: 'متوسط',
      'medium-dark': 'داكن متوسط',
      dark: 'داكن',
    },
  },
}
