import type { TalkCatalogue, TalkKeys, TalkRefused } from './catalogue.ts'

type Forms = 'zero' | 'two' | 'few' | 'many'

export const talk: TalkCatalogue & {
  talk: Record<`posts_${Forms}` | `unread_${Forms}` | `reactionMore_${Forms}`, string>
} = {
  talk: {
    reply: 'رد',
    replyTo: 'ردًّا على',
    replyGo: 'اذهب إلى الرسالة المردود عليها',
    replyMissing: 'رد على رسالة ليست على هذا الجهاز',
    replyWithdrawn: 'سحب هذه الرسالة',
    replying: 'رد على {{name}}',
    replyStop: 'إلغاء الرد',

    thread: 'نقاش جانبي',
    threads: 'النقاشات الجانبية',
    threadsBack: 'العودة إلى النقاشات الجانبية',
    threadsHere: 'النقاشات الجانبية في {{name}}',
    threadsNone: 'لا نقاشات جانبية بعد. اضغط T عند رسالة أو اختر «نقاش جانبي» من أدواتها للحديث عنها على حدة.',
    posts_zero: 'لا ردود',
    posts_one: 'رد واحد',
    posts_two: 'ردّان',
    posts_few: '{{count}} ردود',
    posts_many: '{{count}} ردًّا',
    posts_other: '{{count}} رد',
    last: 'آخرها {{when}}',
    unread_zero: 'لا شيء غير مقروء',
    unread_one: 'واحد غير مقروء',
    unread_two: 'اثنان غير مقروءين',
    unread_few: '{{count}} غير مقروءة',
    unread_many: '{{count}} غير مقروء',
    unread_other: '{{count}} غير مقروء',
    threadEmpty: 'لا ردود بعد. ما يُكتب هنا يبقى بجانب الغرفة.',
    threadMessages: 'نقاش {{name}}',
    threadWrite: 'اكتب ردًّا في النقاش …',
    threadMissing: 'الرسالة التي بدأ بها هذا النقاش ليست على هذا الجهاز.',
    messageMissing: 'رسالة ليست على هذا الجهاز',

    react: 'تفاعل',
    reactWith: 'التفاعل بـ {{emoji}}',
    reactBack: 'سحب {{emoji}}',
    reactions: 'التفاعلات',
    reaction: '{{emoji}}: {{names}}',
    reactionMore_zero: 'ولا أحد غيرهم',
    reactionMore_one: 'وآخر',
    reactionMore_two: 'وآخران',
    reactionMore_few: 'و{{count}} آخرون',
    reactionMore_many: 'و{{count}} آخرين',
    reactionMore_other: 'و{{count}} آخرين',

    pin: 'تثبيت للجميع',
    unpin: 'إلغاء التثبيت',
    unpinNamed: 'إلغاء تثبيت رسالة {{name}}',
    pinned: 'مثبتة',
    pinnedHere: 'المثبتة في {{name}}',
    pinnedNone: 'لا شيء مثبت هنا. يثبت المالكون والمشرفون الرسائل للجميع من قائمة الرسالة.',
    pinnedNonePrivate: 'لا شيء مثبت هنا. يمكن لأي منكم تثبيت رسالة للجميع من قائمتها.',

    heard: '{{name}}، {{time}}: {{text}}',
    goThere: 'الذهاب إلى هذه الرسالة',
    copyLink: 'نسخ رابط الرسالة',
    notHere: 'هذه الرسالة ليست على هذا الجهاز. ربما ما زالت في الطريق أو نُحّيت جانبًا.',
    toDate: 'الذهاب إلى تاريخ',
    previousMonth: 'الشهر السابق',
    nextMonth: 'الشهر التالي',

    more: 'المزيد عن هذه الغرفة',
    allRead: 'تعليم الكل كمقروء',
    settings: 'إعدادات الغرفة',
    settingsTitle: 'إعدادات {{name}}',
    archive: 'أرشفة',
    archiveMeans: 'تبقى مقروءة ولا يكتب فيها أحد، ويمكن فتحها من جديد.',
    unarchive: 'فتح من جديد',
    archived: 'المؤرشفة',
    archivedNotice: 'هذه الغرفة مؤرشفة: تُقرأ ولا يُكتب فيها.',
    draft: 'مسودة لم تُرسل',
  },
}

export const talkKeys: TalkKeys = {
  reply: 'الرد على الرسالة',
  thread: 'فتح نقاشها الجانبي',
  react: 'التفاعل معها',
}

export const talkRefused: TalkRefused = {
  'message/not-an-emoji': 'لا يوضع تحت الرسالة إلا رمز تعبيري واحد.',
  'message/many-reactions': 'وضعت تحت هذه الرسالة أكبر عدد مسموح به من الرموز.',
  'space/archived': 'هذه الغرفة مؤرشفة: لا يُكتب فيها شيء.',
}
