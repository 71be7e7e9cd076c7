/** The whole contract: `host` is answered always, the rest by the service as soon as there is one. */
import { contract } from '../contract/index.ts'
import { lazy, setHiddenRouterContract, type AnyRouter } from '@orpc/server'
import { hostErrors } from './errors.ts'
import { refusal } from './rpc/refusal.ts'

/** @param service the service's router once the profile is open */
export function wholeRouter(host: AnyRouter, service: () => AnyRouter | undefined): AnyRouter {
  const areas = Object.keys(contract).filter((area) => area !== 'host')
  const later = areas.map((area) => [area, lazy(async () => ({ default: areaOf(service(), area) }))] as const)
  return setHiddenRouterContract({ host, ...Object.fromEntries(later) }, contract)
}

function areaOf(router: AnyRouter | undefined, area: string): AnyRouter {
  const found = router === undefined ? undefined : (router as Readonly<Record<string, AnyRouter>>)[area]
  if (found === undefined) throw refusal(hostErrors('not-ready'))
  return found
}
