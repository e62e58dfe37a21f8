import { compareLayers } from '../model/layer.ts'
import { isTrouble } from '../model/status.ts'
import type { Verdict } from '../model/verdict.ts'
import { addressesOf } from './causes.ts'
import type { Sight } from './component.ts'
import { stagesBelow } from './stages.ts'
import type { ComponentMemory, JudgeState } from './state.ts'

/** When what stood in the way of each lower stage was seen gone, for a component that still fails higher up. */
export function stagesPassed(
  state: JudgeState,
  memory: ComponentMemory,
  { cause, status }: Verdict,
  failing: readonly Sight[],
): Map<string, number> {
  const reached = new Map<string, number>()
  if (cause === undefined || !isTrouble(status)) return reached
  const looks = failing.flatMap(({ bad }) => bad)
  // While anyone still fails lower down, nothing up to there is back.
  if (looks.some(({ lowest }) => lowest !== null && compareLayers(lowest, cause.layer) < 0)) return reached
  const sinceLayer = Math.min(
    ...looks.filter(({ lowest }) => lowest === cause.layer).map(look => look.lowestSince),
  )
  for (const stage of stagesBelow(cause)) {
    const at = stage === 'routes' ? routesBackAt(state, memory) : sinceLayer
    if (Number.isFinite(at)) reached.set(stage, at)
  }
  return reached
}

/** NaN where no feed tells, or some are still gone. */
function routesBackAt(state: JudgeState, memory: ComponentMemory): number {
  const { routes } = state
  const views = addressesOf(state, memory)
    .map(address => routes.view(address))
    .filter(view => view !== undefined)
  if (views.length === 0 || views.some(({ withdrawn }) => withdrawn)) return Number.NaN
  return Math.max(...views.map(({ at, backAt }) => backAt || at))
}
