import type { DeviceId } from '../../shared/index.ts'
import { sessionErrors } from '../errors.ts'
import type { Carried, CarriedLog, Standing } from '../ports.ts'
import type { LogTalk } from './log-talk.ts'

/** What a device may do here. @throws session/unknown-device, session/left, session/removed */
export function welcomeOf(log: CarriedLog, device: DeviceId): Standing {
  const standing = log.standing(device)
  if (!standing) throw sessionErrors('unknown-device')
  if (standing.may === 'nothing') throw sessionErrors(standing.left ? 'left' : 'removed')
  return standing
}

/** The same in a handshake, where one that may do nothing is told why before it is refused: it has proven that it is that device. */
export async function judge(
  { carried, logs }: { readonly carried: Carried; readonly logs: LogTalk },
  device: DeviceId,
): Promise<Standing> {
  if (carried.log.standing(device)?.may === 'nothing') await logs.explain(device)
  return welcomeOf(carried.log, device)
}

/** Before it is judged, one that may do nothing as far as is known here is told why, and heard. @throws session/too-much */
export async function hear(
  { carried, logs }: { readonly carried: Carried; readonly logs: LogTalk },
  device: DeviceId,
): Promise<void> {
  if (!logs.differ || carried.log.standing(device)?.may !== 'nothing') return
  await logs.explain(device)
  await logs.hear(device)
}
