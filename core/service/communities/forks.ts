/** Devices that said different things to different members, and that nobody has reported yet. */
import type { Documents } from '../../documents/index.ts'
import type { MembershipLog, Proof } from '../../membership/index.ts'

/** Of each such device two things it signed for one place, where there are such. */
export function unreportedForks(place: {
  readonly documents: Documents
  readonly membership: MembershipLog
}): readonly (readonly [Proof, Proof])[] {
  const { documents, membership } = place
  return documents
    .forkedDevices()
    .filter((device) => membership.state.devices.get(device)?.equivocated === false)
    .flatMap((device) => documents.forkProofs(device).slice(0, 1))
}
