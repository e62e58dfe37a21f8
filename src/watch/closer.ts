import type { Incident } from '../model/incident.ts'
import type { Catalogue } from '../model/service.ts'

/**
 * What every vantage point should look at now, whenever its round is: the targets of components that some
 * see fail and too few to say so. It is read from the standing incidents: the only way by which what was
 * concluded leads back to looking.
 * @returns ids of targets
 */
export function closerLooks({ services }: Catalogue, incidents: readonly Incident[]): string[] {
  const suspected = new Set(
    incidents
      .filter(({ state }) => state === 'suspected')
      .flatMap(({ components }) => components.map(({ component }) => component)),
  )
  if (suspected.size === 0) return []
  const targets = services.flatMap(({ id, components }) =>
    components
      .filter(component => suspected.has(`${id}/${component.id}`))
      .flatMap(component => [...component.targets, ...component.foundations]),
  )
  return [...new Set(targets)]
}
