import { policy } from '../policy.ts'
import type { Draft } from './draft.ts'

/** What the rest of the judge holds of services, for reading what people say of them. */
export interface Seen {
  /** When an outage of the service for everybody began (ms), where one is held. */
  outageOf(service: string): number | undefined
  /** Whether the looks show that it works. */
  isWell(service: string): boolean
  /** Whether people's lines run by it. */
  isCarrier(service: string): boolean
}

/**
 * Lays each raised voice at the door of the service whose outage likely makes people say it, where there is one.
 * On 4 October 2021 people reported their carriers as down, because Facebook did not load. The loudest are told
 * first: whoever is a victim is nobody's reason.
 */
export function layAtDoors(drafts: readonly Draft[], seen: Seen): Draft[] {
  const calm = drafts.filter(({ state }) => state !== 'raised')
  const raised = drafts.filter(({ state }) => state === 'raised').toSorted(loudestFirst)
  const told: Draft[] = []
  for (const draft of raised) {
    const others = raised.filter(
      ({ service }) =>
        service !== draft.service &&
        told.every(each => each.service !== service || each.victimOf === undefined),
    )
    const { victimOf: before, ...own } = draft
    const victimOf = reasonOf(own, others, seen, before)
    told.push(victimOf === undefined ? own : { ...own, victimOf })
  }
  return [...calm, ...told]
}

/**
 * Of a service that is not seen to fail: a carrier is laid at the door of whatever is greater; any other one, which is
 * seen well, only at that of an outage that is seen and far greater, for what people name may be true and out of
 * the looks' sight. And a service that is reported from one line alone points at that line.
 * @param before what it was laid to when it was last said: it stays so while that lasts
 */
function reasonOf(
  draft: Draft,
  others: readonly Draft[],
  seen: Seen,
  before: string | undefined,
): string | undefined {
  const { service } = draft
  if (seen.outageOf(service) !== undefined) return undefined
  const lasts = others.some(other => other.service === before)
  if (before !== undefined && (lasts || seen.outageOf(before) !== undefined)) return before
  const line = lineOf(draft)
  if (others.some(other => other.service === line && isBefore(other.since, draft))) return line
  const carries = seen.isCarrier(service)
  if (!carries && !seen.isWell(service)) return undefined
  return others.toSorted(loudestFirst).find(other => isReason(other, draft, carries, seen))?.service
}

/** The line by which most of them go, where it is of few. */
function lineOf({ scope, carriers: [first] }: Draft): string | undefined {
  if (scope !== 'few' || first === undefined) return undefined
  return first.share >= policy.voices.fewShare ? first.carrier : undefined
}

function isReason(other: Draft, draft: Draft, carries: boolean, seen: Seen): boolean {
  if (other.scope === 'few' || seen.isCarrier(other.service)) return false
  const outage = seen.outageOf(other.service)
  if (!isBefore(Math.min(other.since, outage ?? other.since), draft)) return false
  if (carries) return outage !== undefined || excess(other) > excess(draft)
  return outage !== undefined && excess(other) >= policy.voices.greaterTimes * excess(draft)
}

function isBefore(since: number, draft: Draft): boolean {
  return since <= draft.since + policy.voices.togetherMs
}

function loudestFirst(a: Draft, b: Draft): number {
  return excess(b) - excess(a) || (a.service < b.service ? -1 : 1)
}

/** People a minute beyond what is usual. */
function excess({ perMinute, usual }: Draft): number {
  return perMinute - usual
}
