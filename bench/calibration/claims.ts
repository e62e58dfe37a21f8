import type { Scenario } from '../../drill/scenario.ts'
import { createJudge } from '../../src/judge/fold.ts'
import type { Recorded } from '../../src/model/evidence.ts'
import type { Incident } from '../../src/model/incident.ts'
import { isTrouble } from '../../src/model/status.ts'
import type { Verdict } from '../../src/model/verdict.ts'

/** One thing that was said with a confidence, and whether it was right. */
export interface Claim {
  /** `regional`: that some see trouble whom most contradict; of that the scenarios know no truth. */
  readonly about: 'status' | 'regional' | 'cause'
  readonly confidence: number
  readonly right: boolean
}

/** Milliseconds: what is said may lag behind a true change by two rounds. */
const grace = 10_000

/**
 * Judges a record and holds what is said against the scenario's truth: of each verdict, whether the component
 * was in trouble when it was said; of each component of an incident that truly failed, whether the layer of
 * its cause was the true one. That nothing can be seen (`unknown`) claims nothing.
 * @param zero when the scenario began (ms)
 */
export function claimsOf(records: Iterable<Recorded>, { expect }: Scenario, zero: number): Claim[] {
  const judge = createJudge()
  const claims: Claim[] = []
  const incidents = new Map<string, Incident>()
  for (const record of records) {
    for (const judgement of judge.apply(record)) {
      if (judgement.kind === 'incident') incidents.set(judgement.id, judgement)
      if (judgement.kind !== 'verdict' || judgement.decided < zero || judgement.status === 'unknown') continue
      claims.push(claimOf(judgement, expect, zero))
    }
  }
  return [...claims, ...[...incidents.values()].flatMap(incident => causeClaims(incident, expect))]
}

function claimOf(
  { component, status, scope, confidence, decided }: Verdict,
  { down }: Scenario['expect'],
  zero: number,
): Claim {
  const truth = down[component]
  const isDown = (at: number) => truth !== undefined && at >= truth.from && at < truth.to
  const lately = [decided - zero, decided - zero - grace].map(isDown)
  const about = scope === 'regional' ? 'regional' : 'status'
  return { about, confidence, right: lately.includes(isTrouble(status)) }
}

function causeClaims({ confirmed, components }: Incident, { down }: Scenario['expect']): Claim[] {
  if (confirmed === undefined) return []
  return components.flatMap(({ component, cause }) => {
    const truth = down[component]
    if (truth === undefined || cause === undefined) return []
    return [{ about: 'cause', confidence: cause.confidence, right: cause.layer === truth.layer }]
  })
}
