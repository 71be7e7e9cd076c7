/** Emoji by the short names other systems keep them under; those used most. Others stay names. */
const BY_SIGN: Readonly<Record<string, string>> = {
  '👍': '+1 thumbsup thumbs_up like',
  '👎': '-1 thumbsdown thumbs_down',
  '❤️': 'heart red_heart',
  '😂': 'joy',
  '🤣': 'rofl rolling_on_the_floor_laughing',
  '😄': 'smile',
  '😃': 'smiley',
  '😀': 'grinning',
  '😁': 'grin',
  '😆': 'laughing satisfied',
  '😅': 'sweat_smile',
  '🙂': 'slightly_smiling_face',
  '🙃': 'upside_down_face',
  '😉': 'wink',
  '😊': 'blush',
  '😍': 'heart_eyes',
  '🥰': 'smiling_face_with_3_hearts',
  '😘': 'kissing_heart',
  '😎': 'sunglasses',
  '🤩': 'star-struck',
  '🤔': 'thinking_face thinking',
  '😐': 'neutral_face',
  '😕': 'confused',
  '😢': 'cry',
  '😭': 'sob',
  '😡': 'rage',
  '😠': 'angry',
  '😮': 'open_mouth',
  '😱': 'scream',
  '😴': 'sleeping',
  '🙄': 'face_with_rolling_eyes rolling_eyes',
  '😬': 'grimacing',
  '🤷': 'shrug',
  '🤦': 'facepalm face_palm',
  '🙏': 'pray',
  '👏': 'clap',
  '🙌': 'raised_hands',
  '👋': 'wave',
  '💪': 'muscle',
  '👀': 'eyes',
  '👌': 'ok_hand',
  '✌️': 'v',
  '🤝': 'handshake',
  '🎉': 'tada party_popper',
  '🎊': 'confetti_ball',
  '🔥': 'fire',
  '✨': 'sparkles',
  '⭐': 'star',
  '💯': '100',
  '✅': 'white_check_mark check_mark_button',
  '✔️': 'heavy_check_mark check',
  '❌': 'x',
  '⚠️': 'warning',
  '❓': 'question',
  '❗': 'exclamation',
  '➕': 'heavy_plus_sign plus',
  '🚀': 'rocket',
  '💡': 'bulb',
  '📌': 'pushpin',
  '📎': 'paperclip',
  '📅': 'date',
  '🌱': 'seedling',
  '🌈': 'rainbow',
  '☀️': 'sunny',
  '🌧️': 'rain_cloud',
  '🐛': 'bug',
  '🐶': 'dog',
  '🐱': 'cat',
  '☕': 'coffee',
  '🍺': 'beer',
  '🍕': 'pizza',
  '🎂': 'birthday',
  '💔': 'broken_heart',
  '💙': 'blue_heart',
  '💚': 'green_heart',
  '💛': 'yellow_heart',
  '💜': 'purple_heart',
  '🧡': 'orange_heart',
  '🤖': 'robot_face robot',
  '💀': 'skull',
  '👻': 'ghost',
  '🥳': 'partying_face',
  '🫡': 'saluting_face',
  '🏠': 'house',
  '🔧': 'wrench',
  '📷': 'camera',
  '🎵': 'musical_note',
}

const byName = new Map(
  Object.entries(BY_SIGN).flatMap(([sign, names]) => names.split(' ').map((name) => [name, sign] as const)),
)

/** The emoji of a short name, skin tones left aside; nothing for one we do not know. */
export function emojiNamed(name: string): string | undefined {
  return byName.get(name.replace(/^:|:$/g, '').replace(/::skin-tone-\d$/, ''))
}

/** A text whose short names between colons are emoji, where these are known. */
export function withEmoji(text: string): string {
  return text.includes(':')
    ? text.replace(/:([\w+-]{1,40}):/g, (whole, name: string) => emojiNamed(name) ?? whole)
    : text
}

/** What one reacted with: emoji by code points (`1f44d-1f3fd`), as some systems write them. */
export function emojiOfCode(code: string): string | undefined {
  if (!/^[0-9a-f]{2,6}(?:-[0-9a-f]{2,6}){0,9}$/i.test(code)) return undefined
  const points = code.split('-').map((each) => Number.parseInt(each, 16))
  return points.every((point) => point <= 0x10ffff) ? String.fromCodePoint(...points) : undefined
}
