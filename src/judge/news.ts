import type { Cause } from '../model/cause.ts'
import type { FindingCode } from '../model/finding.ts'
import { isTrouble, statuses } from '../model/status.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Assessment } from './component.ts'
import { policy } from './policy.ts'
import type { ComponentMemory } from './state.ts'

/**
 * A worse status is said at once, so is a full return; what is only milder, or another cause, must
 * last a round first, so that vantage points that see the same thing seconds apart make one verdict. So
 * must what looks like blocking: at the edges of an outage one country may be the last or first to see it.
 * What is on its way is noted in the memory.
 * @param gist what would make it another cause, see `gistOf`
 */
export function isNews(
  memory: ComponentMemory,
  { status, scope }: Assessment,
  gist: string | undefined,
  now: number,
): boolean {
  const standing = memory.verdict
  if (standing === null) return true
  const sameStatus = standing.status === status && standing.scope === scope
  if (sameStatus && gistOf(standing) === gist) {
    memory.pending = null
    return false
  }
  const narrower = scope === 'regional' && standing.scope !== 'nowhere'
  const milder =
    isTrouble(status) && (narrower || statuses.indexOf(status) < statuses.indexOf(standing.status))
  const blocked = scope === 'blocked'
  if (!sameStatus && !milder && !blocked) return true
  const what = [status, scope, ...(gist === undefined ? [] : [gist])].join(' ')
  if (memory.pending?.what !== what) memory.pending = { what, since: now }
  memory.astir = true
  const rounds = blocked ? policy.blocking.rounds : policy.settleRounds
  return now - memory.pending.since >= rounds * memory.round
}

/** Trouble keeps its beginning while it changes its face; what comes after blindness begins when sight is back. */
export function sinceOf(
  { verdict: standing }: ComponentMemory,
  { status, scope, since, fine }: Assessment,
  now: number,
): number {
  if (standing === null) return since
  if (isTrouble(status) && isTrouble(standing.status)) {
    // For most it is over: what is left of it began when the last of them saw it work again.
    if (scope === 'regional' && standing.scope === 'everywhere')
      return Math.max(standing.since, ...fine.map(sight => sight.since))
    return Math.min(standing.since, since)
  }
  if (status === standing.status) return standing.since
  return since <= standing.since ? now : since
}

/**
 * What makes a verdict's cause another one: in trouble what it is at bottom, for of a chain's other end each vantage
 * point may see another; of what works, all that is amiss.
 */
export function gistOf({
  status,
  scope,
  cause,
}: Pick<Verdict, 'status' | 'scope' | 'cause'>): string | undefined {
  if (isTrouble(status) || scope === 'blocked') return rootCode(cause)
  return cause?.chain.map(({ code }) => code).join(' ')
}

/** What a cause is at bottom: whether a resolver then times out or answers SERVFAIL is no other cause. */
export function rootCode(cause: Cause | undefined): FindingCode | undefined {
  return cause?.chain[0]?.code
}
