import type { Cause } from '../model/cause.ts'
import type { Incident, Stage } from '../model/incident.ts'
import type { Layer } from '../model/layer.ts'
import type { ComponentKey } from '../model/service.ts'
import type { Verdict } from '../model/verdict.ts'

/** What has to come back, lowest first, and which layers' failures stand in its way. */
const stages: readonly { stage: Stage; layers: readonly Layer[] }[] = [
  { stage: 'routes', layers: ['route'] },
  { stage: 'names', layers: ['dns'] },
  { stage: 'servers', layers: ['tcp', 'tls'] },
  { stage: 'app', layers: ['http', 'content'] },
]

/**
 * Stages that a service has newly reached on its way back: those at or above the deepest cause of its
 * components, below what now stands in the way of any of them.
 * @param standingCause what stands in a component's way now
 * @param passedAt when, by stage, what stood in its way was seen gone (from the looks and the routes)
 * @param back the verdict by which one of its components has just returned
 */
export function reachedStages(
  incident: Incident,
  service: string,
  standingCause: (key: ComponentKey) => Cause | undefined,
  passedAt: ReadonlyMap<string, number>,
  back?: Verdict,
): { stage: Stage; at: number }[] {
  const components = incident.components.filter(({ component }) => component.startsWith(`${service}/`))
  const has = (stage: Stage) =>
    incident.stages.some(reached => reached.service === service && reached.stage === stage)
  const deepest = Math.min(...components.map(({ cause }) => stageIndex(cause)))
  const still = components.filter(({ ended }) => ended === undefined)
  const standing = Math.min(...still.map(({ component }) => stageIndex(standingCause(component))))
  const reached: { stage: Stage; at: number }[] = []
  for (const { stage } of stages.slice(deepest, Math.max(deepest, standing))) {
    const at = passedAt.get(stage)
    if (at !== undefined && !has(stage)) reached.push({ stage, at })
  }
  if (back === undefined) return reached

  const apps = components.filter(({ role }) => role === 'app')
  const features = components.filter(({ role }) => role === 'feature')
  const appsBack = apps.every(({ ended }) => ended !== undefined)
  const below = apps.length > 0 && appsBack ? stages.slice(deepest) : []
  // A page that answers proves all that lies beneath it, even where no look caught the step between.
  for (const { stage } of below) if (!has(stage)) reached.push({ stage, at: back.since })
  if (
    appsBack &&
    features.length > 0 &&
    features.every(({ ended }) => ended !== undefined) &&
    !has('features')
  ) {
    reached.push({ stage: 'features', at: Math.max(...features.map(({ ended }) => ended ?? 0)) })
  }
  return reached
}

/** Which stages lie behind a service whose cause is now this one: those below it. */
export function stagesBelow(cause: Cause): Stage[] {
  return stages.slice(0, stageIndex(cause)).map(({ stage }) => stage)
}

function stageIndex(cause: Cause | undefined): number {
  const index = stages.findIndex(({ layers }) => cause !== undefined && layers.includes(cause.layer))
  return index === -1 ? stages.length - 1 : index
}
