/** How an archive's pages look: the colours and the measure of the app, light and dark, on paper too. */
const LIGHT = `
  --page: #ffffff; --list: #f5f6f7; --hover: #00000008; --line: #d5d9de; --text: #1c2024; --dim: #59616b; --code: #f0f2f4;
  --accent: #0f6a4b; --soft: #e0f2ea; --good: #15704c; --face: 92% 0.045; --face-text: 36% 0.08; --mark: #fdebb3;`
const DARK = `
  --page: #1e2124; --list: #191b1e; --hover: #ffffff0a; --line: #34393f; --text: #e4e7ea; --dim: #a4abb4; --code: #16181a;
  --accent: #6fcfa5; --soft: #1f3a30; --good: #5cc796; --face: 34% 0.05; --face-text: 90% 0.06; --mark: #5a4a12;`

const HUES = [60, 135, 163, 190, 218, 245, 270, 295, 320, 342]

export const STYLE = `:root { color-scheme: light; ${LIGHT}
}
@media (prefers-color-scheme: dark) {
  :root:not([data-theme='light']) { color-scheme: dark; ${DARK}
  }
}
:root[data-theme='dark'] { color-scheme: dark; ${DARK}
}

* { box-sizing: border-box; }
html { scroll-padding-block-start: 1rem; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--text); line-height: 1.5; font-size: 16px; overflow-wrap: anywhere;
  font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif;
}
main, footer, .crumbs, .top { max-inline-size: 52rem; margin-inline: auto; padding-inline: 1.25rem; }
main { padding-block: 0.5rem 2rem; outline: none; }
a { color: var(--accent); text-underline-offset: 2px; }
a:focus-visible, button:focus-visible, input:focus-visible, summary:focus-visible, [tabindex='0']:focus-visible {
  outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px;
}
h1 { font-size: 1.75rem; line-height: 1.2; margin-block: 1rem 0.5rem; }
h2 { font-size: 1.15rem; margin-block: 2rem 0.5rem; }
p { margin-block: 0 0.5rem; }
.lead { font-size: 1.06rem; max-inline-size: 75ch; margin-block-end: 1rem; white-space: pre-line; }
.lead .body { white-space: normal; }
.quiet { color: var(--dim); font-size: 0.9rem; }
.good { color: var(--good); font-weight: 600; }
.unseen, .skip:not(:focus) { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip:focus { position: absolute; inset-block-start: 0.5rem; inset-inline-start: 0.5rem; padding: 0.5rem 1rem; background: var(--page); }

.top { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; align-items: center; padding-block: 0.75rem; }
.top .name { font-weight: 650; color: var(--text); text-decoration: none; flex: 1 1 12rem; min-inline-size: 0; }
.top ul, .crumbs ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; margin: 0; padding: 0; list-style: none; }
.top nav a { display: inline-block; padding-block: 0.25rem; text-decoration: none; }
.top nav a[aria-current] { color: var(--text); font-weight: 600; text-decoration: underline; }
.crumbs { font-size: 0.9rem; color: var(--dim); }
.crumbs li + li::before { content: '/'; margin-inline-end: 1rem; color: var(--dim); }
.top { border-block-end: 1px solid var(--line); margin-block-end: 0.75rem; }
footer { border-block-start: 1px solid var(--line); padding-block: 1rem 2rem; color: var(--dim); font-size: 0.85rem; }
footer p { margin-block: 0 0.25rem; }
button {
  font: inherit; font-size: 0.9rem; color: var(--text); background: var(--list); border: 1px solid var(--dim); border-radius: 8px;
  padding: 0.3rem 0.8rem; cursor: pointer;
}
button:hover { background: var(--soft); }

.facts { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; margin-block: 1rem; padding: 0.75rem 1rem; background: var(--list); border-radius: 8px; }
.facts dt { color: var(--dim); font-size: 0.85rem; }
.facts dd { margin: 0; font-weight: 600; }
.lines { margin-block: 0.5rem; }
.lines div { display: flex; flex-wrap: wrap; gap: 0 0.75rem; }
.lines dt { color: var(--dim); min-inline-size: 8rem; }
.lines dd { margin: 0; flex: 1 1 14rem; min-inline-size: 0; }
.lines ul { margin: 0; padding-inline-start: 1.25rem; }
.list { list-style: none; margin: 0; padding: 0; }
.list > li { padding-block: 0.6rem; border-block-end: 1px solid var(--line); }
.list p { margin-block: 0; max-inline-size: 75ch; }
.list .what { font-weight: 600; }
.list .gone .what { font-weight: 400; color: var(--dim); }
.tags { display: flex; flex-wrap: wrap; gap: 0.35rem; list-style: none; margin: 0.25rem 0; padding: 0; }
.tags li, .badge { background: var(--soft); color: var(--text); border-radius: 999px; padding: 0.05rem 0.6rem; font-size: 0.85rem; }
.badge { margin-inline-end: 0.5rem; }

.day > h2 { font-size: 0.95rem; color: var(--dim); font-weight: 600; border-block-end: 1px solid var(--line); padding-block-end: 0.25rem; margin-block: 1.5rem 0.75rem; }
.message, .member { display: flex; gap: 0.75rem; padding: 0.35rem 0.5rem; margin-inline: -0.5rem; border-radius: 8px; }
.message:hover { background: var(--hover); }
.message:target, .member:target { background: var(--soft); }
.message.answer { border-inline-start: 3px solid var(--good); border-start-start-radius: 0; border-end-start-radius: 0; }
.message.more { padding-block: 0.1rem; }
.message.more .face, .message.more .who { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
.message.more .said { margin-inline-start: calc(2.25rem + 0.75rem); }
.message.more > .said { display: flex; flex-direction: row-reverse; flex-wrap: wrap; justify-content: flex-end; }
.message.more > .said > * { flex: 1 1 100%; }
.message.more > .said > .by { flex: 0 0 auto; order: 1; }
.message.more > .said > .body, .message.more > .said > .gone { flex: 1 1 0; order: 2; min-inline-size: 12rem; }
.message.more > .said > .files, .message.more > .said > .reactions, .message.more > .said > .thread, .message.more > .said > .thread-link { order: 3; }
.member { padding-block: 0.75rem; border-block-end: 1px solid var(--line); border-radius: 0; }
.member h2 { margin-block: 0; }
.face {
  flex: none; inline-size: 2.25rem; block-size: 2.25rem; border-radius: 50%; display: grid; place-items: center;
  font-size: 0.85rem; font-weight: 600; background: var(--list); color: var(--text);
}
${HUES.map((hue, at) => `.hue-${at} { background: oklch(var(--face) ${hue}); color: oklch(var(--face-text) ${hue}); }`).join('\n')}
.said { flex: 1; min-inline-size: 0; }
.by { display: flex; flex-wrap: wrap; gap: 0 0.6rem; align-items: baseline; }
.by .person { color: var(--text); font-weight: 600; text-decoration: none; }
.by a.person:hover { text-decoration: underline; }
.when { color: var(--dim); font-size: 0.82rem; text-decoration: none; font-variant-numeric: tabular-nums; }
.when:hover { text-decoration: underline; }
.note { color: var(--dim); font-size: 0.82rem; }
.note.good { color: var(--good); }
/* Large enough to be hit: 24 px. */
.by a, .reply a, .thread-link a { display: inline-block; min-block-size: 1.5rem; min-inline-size: 1.5rem; line-height: 1.5rem; }
.reply { font-size: 0.88rem; margin-block: 0 0.25rem; color: var(--dim); }
.by + .body { margin-block-start: 0.1rem; }
.message .gone { color: var(--dim); font-style: italic; }
.begun { border: 1px solid var(--line); border-radius: 8px; padding: 0.25rem 0.75rem; margin-block: 0.75rem; }
.thread { border-inline-start: 2px solid var(--line); padding-inline-start: 0.9rem; margin-block: 0.35rem; }
.thread-link { margin-block: 0.15rem; font-size: 0.9rem; }
.reactions { display: flex; flex-wrap: wrap; gap: 0.35rem; list-style: none; margin: 0.25rem 0; padding: 0; }
.reactions li { border: 1px solid var(--line); border-radius: 999px; padding: 0 0.55rem; font-size: 0.88rem; position: relative; }

.files { list-style: none; margin: 0.35rem 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: flex-start; }
.files li { max-inline-size: 100%; min-inline-size: 0; }
.files .audio, .files .video { inline-size: 30rem; }
.files .file { flex: 1 1 100%; border: 1px solid var(--line); border-radius: 8px; padding: 0.4rem 0.75rem; max-inline-size: 30rem; }
.files img, .files video {
  display: block; max-inline-size: 100%; block-size: auto; max-block-size: 360px; object-fit: contain; border-radius: 8px; background: var(--code);
}
.files video, .files audio { inline-size: 100%; }
.files p { margin-block: 0.15rem 0; font-size: 0.9rem; max-inline-size: 30rem; }
.files p a { display: inline-block; min-block-size: 1.5rem; line-height: 1.5rem; }

.body { max-inline-size: 75ch; min-inline-size: 0; }
.body p, .body ul, .body ol, .body blockquote, .body pre { margin: 0; }
.body > * + *, .body blockquote > * + *, .body li > * + * { margin-block-start: 0.4rem; }
.heading-1 { font-weight: 650; font-size: 1.15rem; }
.heading-2 { font-weight: 650; font-size: 1.08rem; }
.heading-3, .heading-4, .heading-5, .heading-6 { font-weight: 650; }
.body ul, .body ol { padding-inline-start: 1.5rem; }
code, pre { font-family: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: 0.92em; }
code { background: var(--code); border-radius: 4px; padding: 0.05em 0.25em; }
pre { background: var(--code); border: 1px solid var(--line); border-radius: 8px; padding: 0.6rem 0.75rem; overflow-x: auto; overflow-wrap: normal; }
.body pre { max-block-size: 30rem; }
pre code { background: none; padding: 0; }
blockquote { margin: 0; padding-inline-start: 0.75rem; border-inline-start: 3px solid var(--line); color: var(--dim); }
.body hr { border: 0; border-block-start: 1px solid var(--line); }
.table { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { border: 1px solid var(--line); padding: 0.25rem 0.6rem; text-align: start; }
.mention { background: var(--soft); color: var(--accent); border-radius: 4px; padding-inline: 0.2em; text-decoration: none; }
a.mention:hover { text-decoration: underline; }
mark { background: var(--mark); color: inherit; border-radius: 3px; }

.pager { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; align-items: baseline; margin-block: 1rem; font-size: 0.95rem; }
.pager .off { color: var(--dim); }
.pager .here { color: var(--dim); font-variant-numeric: tabular-nums; }
summary { cursor: pointer; color: var(--accent); inline-size: fit-content; }
.jump ul { columns: 12rem; padding-inline-start: 1.25rem; margin-block: 0.5rem; }
.search .row { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-block: 0.25rem 0.5rem; }
.search input {
  font: inherit; flex: 1 1 14rem; min-inline-size: 0; padding: 0.45rem 0.75rem; border: 1px solid var(--dim); border-radius: 8px;
  background: var(--page); color: var(--text);
}
[hidden] { display: none; }

@media (max-width: 40rem) {
  .top .switch { order: 1; }
  .top nav { order: 2; flex: 1 1 100%; }
}
@media (max-width: 30rem) {
  .message, .member { gap: 0.5rem; }
  .face { inline-size: 1.9rem; block-size: 1.9rem; font-size: 0.75rem; }
  .message.more .said { margin-inline-start: calc(1.9rem + 0.5rem); }
  .thread { padding-inline-start: 0.5rem; }
}
@media print {
  :root { ${LIGHT}
  }
  .top nav, .switch, .pager, .skip, .jump, footer p + p { display: none; }
  body { font-size: 11pt; }
  main, footer, .top, .crumbs { max-inline-size: none; padding-inline: 0; }
  .message { break-inside: avoid; }
}
`
