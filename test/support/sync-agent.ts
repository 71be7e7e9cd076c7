/**
 * Two members in a process of their own, over libp2p on this computer: they meet, exchange and stop. Says `level` and how many messages
 * both read, and ends by itself; with `like-electron`, node:crypto lacks what it lacks there.
 */
import { hideChaCha } from './hide-chacha.ts'

if (process.argv.includes('like-electron')) hideChaCha()

const { smallCommunity } = await import('./small-community.ts')
const { areLevel, carriedOf, eventually, texts } = await import('./carried-person.ts')
const { onLoopback } = await import('./loopback-person.ts')

const small = smallCommunity('agent')
small.join('ben', 'ada')
for (let n = 0; n < 50; n++) small.say('ada', `message ${n}`)
const ada = await onLoopback(carriedOf(small, 'ada'))
const carried = carriedOf(small, 'ben')
carried.acquainted.push({ peer: ada.sync.peer, addresses: ada.sync.addresses() })
const ben = await onLoopback(carried)
await eventually(() => areLevel(ada, ben), 'equality', 20_000)
process.stdout.write(`level ${texts(ben).length}\n`)
await Promise.all([ada.sync.stop(), ben.sync.stop()])
small[Symbol.dispose]()
