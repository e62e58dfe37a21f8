import { isTrouble } from '../model/status.ts'
import type { ComponentMemory, JudgeState } from './state.ts'
import type { Seen } from './voices/victims.ts'

/** What the looks show of whole services, for reading what people say of them. */
export function seenOf(state: JudgeState): Seen {
  return {
    isCarrier: service => state.isCarrier(service),
    outageOf(service) {
      const began = partsOf(state, service).flatMap(({ verdict }) =>
        verdict?.scope === 'everywhere' && isTrouble(verdict.status) ? [verdict.since] : [],
      )
      return began.length === 0 ? undefined : Math.min(...began)
    },
    isWell(service) {
      const statuses = partsOf(state, service).flatMap(({ verdict }) => verdict?.status ?? [])
      return statuses.includes('operational') && !statuses.some(isTrouble)
    },
  }
}

function partsOf({ components }: JudgeState, service: string): ComponentMemory[] {
  return [...components.values()].filter(memory => memory.service === service)
}
