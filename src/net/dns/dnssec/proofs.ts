import { type Proofs, readProofs } from './denial.ts'
import { readSections, recordSets, typeNumber } from './records.ts'
import { type SignatureTrouble, type TrustedZone, verifySet } from './signatures.ts'

/**
 * The NSEC and NSEC3 records of a reply's authority section, each verified by the zone's keys: one that does
 * not verify spoils them all, for a server sends none that it does not need.
 */
export function proofsIn(
  message: Buffer,
  zone: TrustedZone,
  now: number,
): (Proofs & { readonly until: number }) | { readonly trouble: SignatureTrouble; readonly since?: number } {
  const sets = recordSets(readSections(message)?.authorities ?? []).filter(
    ({ type }) => type === typeNumber.NSEC || type === typeNumber.NSEC3,
  )
  let until = Number.POSITIVE_INFINITY
  for (const set of sets) {
    const verified = verifySet(set, zone, now)
    if (verified.trouble !== undefined) return verified
    until = Math.min(until, verified.until)
  }
  return {
    ...readProofs(
      zone.zone,
      sets.flatMap(({ records }) => records),
    ),
    until,
  }
}
