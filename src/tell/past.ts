import type { ComponentKey } from '../model/service.ts'
import type { Verdict } from '../model/verdict.ts'
import { historyDays } from './history.ts'

/** What the history needs of a verdict; a whole one holds its cause and its evidence too. */
export type Standing = Pick<Verdict, 'id' | 'status' | 'since' | 'decided'>

/** How each component stood in the days that the history shows, kept up as verdicts come. */
export interface Past {
  has(component: ComponentKey): boolean
  /** Begins a component's past with its verdicts so far, oldest first. */
  begin(component: ComponentKey, verdicts: readonly Standing[]): void
  /** Adds a verdict to a past that was begun; one that is in it already is passed over. */
  add(verdict: Standing & Pick<Verdict, 'component'>): void
  /** Oldest first; empty where nothing is known. */
  of(component: ComponentKey): readonly Standing[]
}

const kept = historyDays * 86_400_000

export function createPast(): Past {
  const pasts = new Map<ComponentKey, Standing[]>()
  return {
    has: component => pasts.has(component),
    begin(component, verdicts) {
      pasts.set(component, verdicts.map(standing))
    },
    add(verdict) {
      const past = pasts.get(verdict.component)
      if (past === undefined || past.some(({ id }) => id === verdict.id)) return
      past.push(standing(verdict))
      // The first one stays as long as it is in force at the beginning of what is shown.
      const second = past[1]
      if (second !== undefined && second.decided < verdict.decided - kept) past.shift()
    },
    of: component => pasts.get(component) ?? [],
  }
}

function standing({ id, status, since, decided }: Standing): Standing {
  return { id, status, since, decided }
}
