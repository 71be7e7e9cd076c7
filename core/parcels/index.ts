/** Parcels: sealed pieces of a community that a stick or a keeper carries who cannot read them. */
export type { CoveredRun, Covers, Held, Mail, Opened, Packed, ParcelSource } from './about.ts'
export { bundleBegin, bundleEnd, bundleParcel, BundleReader } from './bundle.ts'
export { bundleErrors, parcelErrors } from './errors.ts'
export { NOTHING_HELD, withCovered } from './held.ts'
export { isOurs, openingSteps, openParcel } from './opening.ts'
export { packDecoy, packLetters, packParcels } from './packing.ts'
export { parcelSchema, WaitingParcels } from './waiting.ts'
