import type { Cause } from '../model/cause.ts'
import { finding } from '../model/finding.ts'
import type { ComponentKey } from '../model/service.ts'
import { isTrouble } from '../model/status.ts'
import type { Verdict } from '../model/verdict.ts'
import { policy } from './policy.ts'
import type { ComponentMemory } from './state.ts'

/**
 * The component that this one's trouble is likely a consequence of: one that it leans on, that is in
 * trouble for most, and that fell before it or, as far as looks can tell, with it.
 * @param since when this one's trouble began (ms)
 */
export function culpritOf(
  { component, round }: ComponentMemory,
  since: number,
  verdictOf: (key: ComponentKey) => Verdict | null | undefined,
): ComponentKey | undefined {
  return component.leansOn?.find(key => {
    const verdict = verdictOf(key)
    if (verdict?.scope !== 'everywhere' || !isTrouble(verdict.status)) return false
    return verdict.since <= since + policy.collateral.togetherRounds * round
  })
}

/** The cause of a victim: what it leans on first, then what is seen of it. Its layer stays that of what is seen. */
export function asVictim(cause: Cause, culprit: ComponentKey): Cause {
  return {
    ...cause,
    chain: [finding('leans_on_failing', { on: culprit }), ...cause.chain],
    victimOf: culprit,
  }
}
