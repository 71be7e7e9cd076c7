/**
 * The script of the page that searches. It cuts what is typed by the same rules as what was said was cut, and goes through the files of
 * words, the newest first, until it has found enough to show. It makes elements and sets their texts; no text becomes markup.
 */
import { LIMITS } from '../../../shared/index.ts'
import { WORD_RULES } from '../../../view/index.ts'

const RULES = `'use strict'
// Words are cut as Folkmoot cuts them: runs of letters, and pairs of letters where a script puts no space between words.
var RUN = new RegExp(${source(WORD_RULES.run)}, 'gv')
var LETTER = new RegExp(${source(WORD_RULES.letter)}, 'gu')
var SIGNS = new RegExp(${source(WORD_RULES.signs)}, 'g')
var NO_WORD = new RegExp(${source(WORD_RULES.noWord)}, 'gu')
var MOST_TERMS = ${LIMITS.searchTerms}
var WORD_CHARS = ${LIMITS.searchWordChars}
`

const CUTTING = String.raw`
function folded(text) {
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase().replace(/[^a-z0-9]/g, '')
  var bare = text.normalize('NFKD').replace(SIGNS, '')
  return bare.toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFKC').replace(NO_WORD, '')
}

// What has to stand in a row of words: a word with a space at each end, the last with none behind it while it may go on.
function needlesOf(query) {
  var needles = []
  var words = []
  var left = MOST_TERMS
  var last = ''
  function end() {
    if (words.length > 0) needles.push(' ' + words.join(' ') + ' ')
    if (words.length > 0) last = words[words.length - 1]
    words = []
  }
  for (var match of query.normalize('NFC').matchAll(RUN)) {
    if (left <= 0) break
    if (!match.groups.letters) {
      var word = folded(match[0].slice(0, WORD_CHARS))
      if (word !== '') words.push(word)
      left -= 1
      continue
    }
    end()
    var letters = Array.from(match[0].matchAll(LETTER), function (each) { return Array.from(folded(each[0])) }).flat().slice(0, left)
    left -= letters.length
    if (letters.length === 1) {
      needles.push(letters[0])
      last = ''
      continue
    }
    for (var at = 0; at + 1 < letters.length; at++) words.push(letters[at] + letters[at + 1])
    end()
  }
  end()
  var goesOn = last.length >= 2 && folded(query.slice(-1)) !== ''
  if (goesOn) needles[needles.length - 1] = needles[needles.length - 1].slice(0, -1)
  return needles
}
`

const PAGE = String.raw`
var SHOWN = 50
var form = document.getElementById('search')
var input = document.getElementById('words')
var state = document.getElementById('state')
var list = document.getElementById('found')
var more = document.getElementById('more')
var run = 0
var given = null

// Called by the files of words.
window.folkmootWords = function (number, rows) { given = rows }

function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, function (place, name) { return String(values[name]) })
}

function load(number) {
  return new Promise(function (resolve, reject) {
    var script = document.createElement('script')
    script.src = 'words/' + number + '.js'
    script.onload = function () { script.remove(); var rows = given; given = null; resolve(rows || []) }
    script.onerror = function () { script.remove(); reject(new Error('words/' + number + '.js')) }
    document.head.append(script)
  })
}

function add(tag, into, text, kind) {
  var made = document.createElement(tag)
  if (text) made.textContent = text
  if (kind) made.className = kind
  into.append(made)
  return made
}

// Where the page has a mark for what was sought: the first of the words, as it was typed.
function marked(into, text, query) {
  var first = query.trim().split(/\s+/)[0] || ''
  var at = first === '' ? -1 : text.toLowerCase().indexOf(first.toLowerCase())
  var from = at > 120 ? at - 80 : 0
  var shown = (from > 0 ? '…' : '') + text.slice(from, from + 240) + (from + 240 < text.length ? '…' : '')
  var here = at < 0 ? -1 : shown.toLowerCase().indexOf(first.toLowerCase())
  if (here < 0) return into.append(shown)
  into.append(shown.slice(0, here))
  add('mark', into, shown.slice(here, here + first.length))
  into.append(shown.slice(here + first.length))
}

function show(row, query) {
  var item = add('li', list)
  var what = add('p', item, '', 'what')
  var link = add('a', what)
  // Files lie beside this page or below it; nothing else can be named.
  link.href = '../' + encodeURI(row[5]) + '#' + encodeURIComponent(row[6])
  add('bdi', link, row[3])
  var quiet = add('p', item, '', 'quiet')
  if (row[2]) add('bdi', quiet, row[2])
  if (row[2] && row[4]) quiet.append(' · ')
  if (row[4]) add('time', quiet, row[4])
  var text = add('p', item)
  text.dir = 'auto'
  marked(text, row[1], query)
}

async function search(query) {
  var mine = ++run
  var needles = needlesOf(query)
  var files = window.folkmootWordFiles || 0
  var found = []
  var shown = 0
  list.replaceChildren()
  more.hidden = true
  state.textContent = ''
  if (needles.length === 0) return
  function showMore() {
    found.slice(shown, shown + SHOWN).forEach(function (row) { show(row, query) })
    shown = Math.min(found.length, shown + SHOWN)
  }
  async function go(from, wanted) {
    more.hidden = true
    var number = from
    for (; number > 0 && found.length < wanted; number--) {
      state.textContent = filled(state.dataset.working, { n: files - number + 1, all: files })
      var rows = await load(number)
      if (mine !== run) return
      for (var at = rows.length - 1; at >= 0; at--) {
        var fits = needles.every(function (needle) { return rows[at][0].includes(needle) })
        if (fits) found.push(rows[at])
      }
    }
    showMore()
    var left = number > 0 || shown < found.length
    state.textContent = found.length === 0 ? state.dataset.none : filled(state.dataset.found, { n: found.length + (number > 0 ? '+' : '') })
    more.hidden = !left
    more.onclick = function () { go(number, shown + SHOWN) }
  }
  await go(files, SHOWN)
}

document.getElementById('needs-script').hidden = true

form.addEventListener('submit', function (event) {
  event.preventDefault()
  search(input.value).catch(function (error) { state.textContent = error.message })
})
`

/** The whole script, as it lies beside the page. */
export const SEARCH_SCRIPT = `${RULES}${CUTTING}${PAGE}`
/** What cuts, without the page: so that it can be held against Folkmoot's own. */
export const CUTTING_SCRIPT = `${RULES}${CUTTING}`

/** A regular expression as a text of the script: of ASCII alone, so that no reader takes it for anything else. */
function source(expression: string): string {
  return JSON.stringify(expression).replace(
    /[^\x20-\x7e]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
