/** A log with every kind of decision in it, some of them made without knowing of each other, and what it comes to. */
import { hex } from '../../core/shared/index.ts'
import { logKeys } from '../../core/membership/index.ts'
import { sealAction } from '../../core/membership/log-seal.ts'
import { council, verdictOf } from './council.ts'
import { HostileLog } from './hostile-log.ts'

export interface GoldenDecisions {
  readonly community: string
  readonly secret: string
  /** Sealed items, parents first. */
  readonly items: readonly string[]
  /** What any peer makes of them, whatever the order. */
  readonly verdict: unknown
}

export function makeGoldenDecisions(): GoldenDecisions {
  using c = council('golden decisions')
  const ada = c.person('ada')
  for (const name of ['bram', 'chidi', 'dalia']) c.join(name, 'ada')
  const link = ada.invite({ approval: true })
  c.join('emre', 'ada', link)
  ada.setRole('bram', 'owner')
  ada.setRole('chidi', 'moderator')
  c.addDevice('phone', 'dalia')
  c.addDevice('paper', 'dalia', true)
  c.carryAll()
  ada.confirm('emre')
  ada.revoke(link)
  c.person('chidi').remove('dalia', [c.wrote('dalia', 1, 4).proof])
  c.person('bram').setRole('chidi', 'member', [c.wrote('chidi', 2, 6).proof])
  c.carryAll()
  const removal = c.person('bram').remove('emre')
  c.carryAll()
  ada.overturn(removal)
  c.person('phone').removeDevice('dalia', [c.wrote('dalia', 3, 2).proof])
  c.person('dalia').removeDevice('phone')
  c.person('chidi').leave([c.wrote('chidi', 2, 9).proof])
  c.person('bram').rotate()
  c.carryAll()
  const hostile = new HostileLog(ada.log, c.random)
  const future = hostile.action(ada.device, { type: 'unknown', name: 'crown', value: new Map([['of', 'tomorrow']]) })
  ada.log.receive([hostile.seal(future)])
  const { community, secret } = ada.log
  const items = ada.log.actions().map((action) => hex(sealAction(logKeys(secret), action)))
  return { community, secret: hex(secret), items, verdict: plain(verdictOf(ada)) }
}

/** As it stands in a file of JSON. */
export function plain(value: unknown): unknown {
  const name = (_: string, each: unknown): unknown => {
    if (each instanceof Uint8Array) return hex(each)
    return each instanceof Map ? [...each] : each
  }
  return JSON.parse(JSON.stringify(value, name))
}
