import type { Incident } from '../../model/incident.ts'

/**
 * Services whose operators are asked more often now: those in an incident that is not over, suspected ones too.
 * @returns their ids
 */
export function troubledServices(incidents: readonly Incident[]): ReadonlySet<string> {
  const open = incidents.filter(({ state }) => state !== 'resolved' && state !== 'retracted')
  const keys = open.flatMap(({ components }) => components.map(({ component }) => component))
  return new Set(keys.map(key => key.slice(0, key.indexOf('/'))))
}
