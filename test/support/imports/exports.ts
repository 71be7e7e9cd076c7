/** A garden's talk as other systems would export it, written after their public descriptions. */
import { gzipped, type Packed, tarOf, zipOf } from './files.ts'

const json = (value: unknown): string => JSON.stringify(value, undefined, 2)

const slackFiles: Packed = {
  'users.json': json([
    { id: 'U01ADA', name: 'ada', real_name: 'Ada Okafor', profile: { display_name: 'Ada', real_name: 'Ada Okafor' } },
    { id: 'U02BRAM', name: 'bram', real_name: 'Bram de Wit', profile: { display_name: '', real_name: 'Bram de Wit' } },
  ]),
  'channels.json': json([
    {
      id: 'C01',
      name: 'general',
      is_archived: false,
      topic: { value: 'Day-to-day' },
      purpose: { value: '' },
      members: ['U01ADA'],
      pins: [{ id: '1700000000.000100', type: 'C' }],
    },
  ]),
  'groups.json': json([
    { id: 'G01', name: 'board-members', members: ['U01ADA'], topic: { value: '' }, purpose: { value: '' } },
  ]),
  'dms.json': json([{ id: 'D01', created: 1700000000, members: ['U01ADA', 'U02BRAM'] }]),
  'general/2023-11-14.json': json([
    {
      type: 'message',
      subtype: 'channel_join',
      user: 'U02BRAM',
      text: '<@U02BRAM> has joined the channel',
      ts: '1699999999.000000',
    },
    {
      ...{ type: 'message', user: 'U01ADA', ts: '1700000000.000100', thread_ts: '1700000000.000100', reply_count: 1 },
      text: 'Who has *seed potatoes*? See <https://example.org/seeds|the list>, <@U02BRAM> &amp; <!here>. :seedling:',
      reactions: [
        { name: '+1', users: ['U02BRAM'], count: 1 },
        { name: 'party_parrot', users: ['U02BRAM'], count: 1 },
      ],
      files: [{ id: 'F1', name: 'potatoes.jpg', size: 120_000, url_private: 'https://files.example.org/secret' }],
    },
    {
      type: 'message',
      user: 'U02BRAM',
      text: '~None~ `a *b* <c>` left',
      ts: '1700000060.000200',
      thread_ts: '1700000000.000100',
      edited: { user: 'U02BRAM', ts: '1700000070.0' },
    },
  ]),
  'general/2023-11-15.json': json([
    { type: 'message', subtype: 'bot_message', username: 'Weather', text: 'Frost tonight', ts: '1700080000.000300' },
    { type: 'message', user: 'U01ADA', text: '', ts: '1700080001.000300' },
  ]),
  'board-members/2023-11-14.json': json([
    { type: 'message', user: 'U01ADA', text: 'Between us', ts: '1700000000.000400' },
  ]),
}
export const slackExport = (more: Packed = {}): Uint8Array => zipOf({ ...slackFiles, ...more })

export const discordMessage = (id: number, content: string, more: object = {}) => ({
  ...{
    id: String(id),
    type: 'Default',
    timestamp: '2023-11-14T22:13:20.123+00:00',
    timestampEdited: null,
    isPinned: false,
    content,
  },
  author: { id: '11', name: 'ada', discriminator: '0000', nickname: 'Ada', isBot: false },
  ...{ attachments: [], embeds: [], stickers: [], reactions: [], mentions: [] },
  ...more,
})

export const discordChannel = (messages: readonly object[], channel: object = {}): string =>
  json({
    guild: { id: '1', name: 'Garden', iconUrl: '' },
    channel: {
      id: '20',
      type: 'GuildTextChat',
      categoryId: '9',
      category: 'Talk',
      name: 'general',
      topic: 'All of us',
      ...channel,
    },
    dateRange: { after: null, before: null },
    exportedAt: '2024-01-01T00:00:00+00:00',
    messages,
    messageCount: messages.length,
  })

export const discordExport = (): string =>
  discordChannel([
    discordMessage(101, 'Who **waters** the beds? <:sprout:12345>', {
      isPinned: true,
      reactions: [
        {
          emoji: { id: '', name: '👍', code: 'thumbsup', isAnimated: false },
          count: 3,
          users: [{ id: '12', name: 'bram', nickname: 'Bram' }],
        },
        { emoji: { id: '12345', name: 'sprout', code: 'sprout' }, count: 1, users: [] },
      ],
      attachments: [
        { id: '5', url: 'https://cdn.example.org/plan.pdf?ex=1', fileName: 'plan.pdf', fileSizeBytes: 20_480 },
      ],
    }),
    discordMessage(102, 'I do', {
      type: 'Reply',
      timestampEdited: '2023-11-15T00:00:00+00:00',
      author: { id: '12', name: 'bram', nickname: 'Bram', isBot: false },
      reference: { messageId: '101', channelId: '20', guildId: '1' },
    }),
    discordMessage(103, 'Bram pinned a message', { type: 'ChannelPinnedMessage' }),
    discordMessage(104, '', { stickers: [{ id: '7', name: 'Wave', format: 'PNG' }] }),
  ])

const mails = [
  [
    'From ada@example.org Tue Nov 14 22:13:20 2023',
    'From: "Ada Okafor" <ada@example.org>',
    'To: garden@example.org',
    'Subject: [garden] =?utf-8?Q?Gr=C3=BC=C3=9Fe_und_Kartoffeln?=',
    'Message-ID: <a1@example.org>',
    'Date: Tue, 14 Nov 2023 22:13:20 +0000 (UTC)',
    'Content-Type: text/plain; charset=iso-8859-1',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'Sch=F6ne Gr=FC=DFe',
    '>From the garden, a long=',
    ' line.',
    '-- ',
    'Ada, 555-1234',
  ],
  [
    'From bram@example.org Wed Nov 15 08:00:00 2023',
    'From: bram@example.org',
    'Subject: Re: [garden] =?utf-8?Q?Gr=C3=BC=C3=9Fe_und_Kartoffeln?=',
    'Message-ID: <b1@example.org>',
    'In-Reply-To: <a1@example.org>',
    'References: <a1@example.org>',
    'Date: Wed, 15 Nov 2023 09:00:00 +0100',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="=_x"',
    '',
    '--=_x',
    'Content-Type: multipart/alternative; boundary=alt',
    '',
    '--alt',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p>I have <b>ten</b> <script>alert(1)</script>sacks</p>',
    '--alt--',
    '--=_x',
    'Content-Type: image/jpeg; name="sacks.jpg"',
    'Content-Disposition: attachment; filename="sacks.jpg"',
    'Content-Transfer-Encoding: base64',
    '',
    '/9j/4AAQSkZJRgABAQ==',
    '--=_x--',
  ],
  [
    'From chidi@example.org Thu Nov 16 08:00:00 2023',
    'From: =?iso-8859-2?Q?Chidi?= <chidi@example.org>',
    'Subject: AW: Grüße und Kartoffeln',
    'Message-ID: <c1@example.org>',
    'Date: Thu, 16 Nov 2023 08:00:00 +0000',
    '',
    '> Schöne Grüße',
    'Me too',
  ],
] as const
export const mailbox = (more: readonly (readonly string[])[] = []): string =>
  [...mails, ...more].map((lines) => `${lines.join('\n')}\n\n`).join('')

export const table = [
  'Date;Channel;Author;Content',
  '2023-11-14 22:13:20;general;Ada;"Hello; ""all"" of',
  'you"',
  '1700000060;general;Bram;=HYPERLINK("x")',
  'yesterday;general;Bram;when was that',
].join('\r\n')

const copy = (name: string, columns: string, rows: readonly string[]): string =>
  `COPY public.${name} (${columns}) FROM stdin;\n${rows.map((row) => `${row}\n`).join('')}\\.\n\n`

export const discourseDump = [
  '--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\n\n',
  copy('categories', 'id, name, color, description, read_restricted', [
    '1\tSeeds\tff0000\tAll <b>about</b> seeds\tf',
    '2\tStaff\tff0000\t\\N\tt',
  ]),
  copy('post_actions', 'id, post_id, user_id, post_action_type_id, deleted_at', ['1\t900\t12\t2\t\\N']),
  copy(
    'posts',
    'id, user_id, topic_id, post_number, raw, created_at, reply_to_post_number, deleted_at, post_type, hidden',
    [
      '901\t12\t50\t2\t[quote="ada, post:1, topic:50"]\\nWhen?\\n[/quote]\\nIn **March**\t2023-11-15 08:00:00.5\t1\t\\N\t1\tf',
      '900\t11\t50\t1\tWhen to sow? \\\\o/\t2023-11-14 22:13:20\t\\N\t\\N\t1\tf',
      '902\t12\t51\t1\tpsst\t2023-11-15 08:00:00\t\\N\t\\N\t1\tf',
      '903\t12\t50\t3\tgone\t2023-11-15 09:00:00\t\\N\t2023-11-16 08:00:00\t1\tf',
    ],
  ),
  copy('tags', 'id, name', ['7\tspring']),
  copy('topic_tags', 'id, topic_id, tag_id', ['1\t50\t7']),
  copy('topics', 'id, title, category_id, archetype, deleted_at', [
    '50\tSowing\t1\tregular\t\\N',
    '51\tHi\t\\N\tprivate_message\t\\N',
  ]),
  copy('users', 'id, username, name', ['11\tada\tAda Okafor', '12\tbram\t']),
].join('')
export const discourseExport = (): Uint8Array =>
  gzipped(tarOf({ 'dump.sql.gz': gzipped(new TextEncoder().encode(discourseDump)) }))

export const discourseCategory = json({
  groups: [],
  categories: [{ id: 1, name: 'Seeds', slug: 'seeds', description: 'About seeds' }],
  topics: [
    {
      ...{ id: 50, title: 'Sowing', category_id: 1, user_id: 11, created_at: '2023-11-14T22:13:20.000Z' },
      posts: [
        {
          id: 900,
          user_id: 11,
          post_number: 1,
          raw: 'When to sow?',
          created_at: '2023-11-14T22:13:20.000Z',
          reply_to_post_number: null,
        },
        {
          id: 901,
          user_id: 12,
          post_number: 2,
          raw: 'In March',
          created_at: '2023-11-15T08:00:00.000Z',
          reply_to_post_number: null,
        },
      ],
    },
  ],
  users: [
    { id: 11, username: 'ada', name: 'Ada' },
    { id: 12, username: 'bram', name: null },
  ],
})

export const zulipExport = (): Uint8Array =>
  gzipped(
    tarOf({
      'zulip-export/realm.json': json({
        zerver_realm: [{ id: 1, name: 'Garden' }],
        zerver_userprofile: [
          { id: 11, full_name: 'Ada' },
          { id: 12, full_name: 'Bram' },
        ],
        zerver_stream: [{ id: 5, name: 'seeds', description: 'All seeds', invite_only: false }],
        zerver_recipient: [
          { id: 30, type: 2, type_id: 5 },
          { id: 31, type: 1, type_id: 11 },
        ],
        zerver_reaction: [
          {
            id: 1,
            user_profile: 12,
            message: 700,
            emoji_name: 'thumbs_up',
            emoji_code: '1f44d',
            reaction_type: 'unicode_emoji',
          },
        ],
      }),
      'zulip-export/messages-000001.json': json({
        zerver_message: [
          {
            id: 700,
            sender: 11,
            recipient: 30,
            subject: 'Sowing',
            content: '@**Bram|12** when? ```quote\nx\n```',
            date_sent: 1700000000.5,
          },
          { id: 701, sender: 12, recipient: 30, subject: 'sowing', content: 'March :tada:', date_sent: 1700000060 },
          { id: 702, sender: 12, recipient: 31, subject: '', content: 'psst', date_sent: 1700000061 },
        ],
        zerver_usermessage: [{ id: 1, user_profile: 11, message: 700, flags_mask: 1 }],
      }),
    }),
  )

export const mattermostLines = [
  { type: 'version', version: 1 },
  { type: 'team', team: { name: 'garden', display_name: 'Garden' } },
  {
    type: 'channel',
    channel: { team: 'garden', name: 'town-square', display_name: 'Town Square', type: 'O', purpose: 'All' },
  },
  { type: 'user', user: { username: 'ada', nickname: 'Ada', first_name: 'Ada', last_name: 'Okafor' } },
  { type: 'user', user: { username: 'bram', nickname: '', first_name: 'Bram', last_name: 'de Wit' } },
  {
    type: 'post',
    post: {
      ...{
        team: 'garden',
        channel: 'town-square',
        user: 'ada',
        message: 'Potatoes? :tada:',
        create_at: 1700000000000,
        is_pinned: true,
      },
      reactions: [{ user: 'bram', create_at: 1700000001000, emoji_name: '+1' }],
      replies: [
        { user: 'bram', message: 'Ten sacks', create_at: 1700000060000, attachments: [{ path: 'data/x/sacks.jpg' }] },
      ],
    },
  },
  {
    type: 'direct_post',
    direct_post: { channel_members: ['ada', 'bram'], user: 'ada', message: 'psst', create_at: 1 },
  },
]
export const mattermostExport = (): Uint8Array =>
  zipOf({ 'mattermost_import.jsonl': mattermostLines.map((line) => JSON.stringify(line)).join('\n') })
