import { isTrouble } from '../model/status.ts'
import type { ComponentMemory, JudgeState } from './state.ts'

/** When a service's outage for everybody began (ms): the first of its components' that is held. */
export function outageOf(state: JudgeState, service: string): number | undefined {
  const began = partsOf(state, service).flatMap(({ verdict }) =>
    verdict?.scope === 'everywhere' && isTrouble(verdict.status) ? [verdict.since] : [],
  )
  return began.length === 0 ? undefined : Math.min(...began)
}

/** Whether something of a service is seen to work, and nothing to fail. */
export function isWell(state: JudgeState, service: string): boolean {
  const statuses = partsOf(state, service).flatMap(({ verdict }) => verdict?.status ?? [])
  return statuses.includes('operational') && !statuses.some(isTrouble)
}

function partsOf({ components }: JudgeState, service: string): ComponentMemory[] {
  return [...components.values()].filter(memory => memory.service === service)
}
