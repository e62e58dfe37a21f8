import type { Cause } from '../model/cause.ts'
import type { Finding } from '../model/finding.ts'
import { isTrouble, type Status } from '../model/status.ts'
import { blockedFinding, blockingOf } from './blocking.ts'
import { type Circumstances, causeOf, chainOf } from './cause.ts'
import { asVictim, type Culprit, culpritOf } from './collateral.ts'
import type { Assessment, Sight } from './component.ts'
import { nameServerAddresses, serverAddresses } from './fate/memory.ts'
import { gistOf, rootCode, sinceOf } from './news.ts'
import type { ComponentMemory, JudgeState } from './state.ts'
import { refusalOf, weaknessOf } from './weakness.ts'

/** Why components are as they are held to be, by the looks and all else that the judge knows. */
export class Causes {
  readonly #state: JudgeState

  constructor(state: JudgeState) {
    this.#state = state
  }

  /** What would make it another cause (see `gistOf`). Told before the rest, for most of what is weighed is no news. */
  gistOf(memory: ComponentMemory, assessment: Assessment, sights: readonly Sight[]): string | undefined {
    const { status, scope, failing } = assessment
    if (scope === 'blocked') return 'looks_blocked'
    if (!isTrouble(status)) {
      const cause = this.#untroubledCause(memory, status, sights)
      return gistOf({ status, scope, ...(cause && { cause }) })
    }
    const [seen] = chainOf(failing, this.#circumstances(memory, sights))
    const culprit = this.#culpritOf(memory, assessment, seen)
    return culprit?.by ?? seen?.code ?? rootCode(standingCause(memory))
  }

  /** Why it is so: argued from the looks, or what is amiss with something that works. */
  causeOf(memory: ComponentMemory, assessment: Assessment, sights: readonly Sight[]): Cause | undefined {
    const { status, scope, failing } = assessment
    if (scope === 'blocked') return this.#blockedCause(memory, sights)
    if (!isTrouble(status)) return this.#untroubledCause(memory, status, sights)
    const cause = causeOf(failing, this.#circumstances(memory, sights)) ?? standingCause(memory)
    const culprit = this.#culpritOf(memory, assessment, cause?.chain[0])
    return cause === undefined || culprit === undefined ? cause : asVictim(cause, culprit)
  }

  /** What is amiss with the routes to what a component stands on. */
  concerns(memory: ComponentMemory): Finding[] {
    const { routes } = this.#state
    return routes.calm ? [] : routes.concerns(addressesOf(this.#state, memory))
  }

  #blockedCause(memory: ComponentMemory, sights: readonly Sight[]): Cause | undefined {
    const held = memory.verdict?.scope === 'blocked'
    const blocking = blockingOf(sights, this.#state.vantages, held)
    if (blocking === undefined) return undefined
    const cause = causeOf(blocking.blocked, this.#circumstances(memory, sights))
    return cause && { ...cause, chain: [blockedFinding(blocking), ...cause.chain] }
  }

  /** Only what is everyone's trouble is laid at another's door. */
  #culpritOf(
    memory: ComponentMemory,
    assessment: Assessment,
    seen: Finding | undefined,
  ): Culprit | undefined {
    if (assessment.scope !== 'everywhere') return undefined
    return culpritOf(memory, sinceOf(memory, assessment, this.#state.now), seen, this.#state)
  }

  #circumstances(memory: ComponentMemory, sights: readonly Sight[]): Circumstances {
    const { service, own, foundations } = memory
    const fate = this.#state.fates.memoryOf(service)
    const targets = (list: typeof own) => list.map(({ target }) => target.id)
    return {
      routes: this.#state.routes,
      // Gathered only for those who ask.
      get servers() {
        return serverAddresses(fate, targets(own))
      },
      get nameServers() {
        return nameServerAddresses(fate, targets(foundations))
      },
      held: standingCause(memory)?.chain.map(({ code }) => code) ?? [],
      sound: sights.filter(({ sees }) => sees !== 'unsure' && sees !== 'refused').length,
    }
  }

  #untroubledCause(memory: ComponentMemory, status: Status, sights: readonly Sight[]): Cause | undefined {
    return status === 'operational' ? weaknessOf(sights, this.concerns(memory)) : refusalOf(sights)
  }
}

/** Between the first good look and the last one needed nothing fails any more: the cause stays what it was. */
function standingCause({ verdict }: ComponentMemory): Cause | undefined {
  return verdict !== null && isTrouble(verdict.status) ? verdict.cause : undefined
}

/** Of the servers of its names, and of its own. */
export function addressesOf({ fates }: JudgeState, { service, own, foundations }: ComponentMemory): string[] {
  const fate = fates.memoryOf(service)
  const ids = (targets: typeof own) => targets.map(({ target }) => target.id)
  return [...nameServerAddresses(fate, ids(foundations)), ...serverAddresses(fate, ids(own))]
}
