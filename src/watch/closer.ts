import type { Incident } from '../model/incident.ts'
import type { Catalogue, Component } from '../model/service.ts'
import type { Voice } from '../model/voice.ts'

/** What stands, as far as it leads back to looking. */
export interface Standing {
  readonly incidents: readonly Incident[]
  readonly voices: readonly Voice[]
}

/**
 * Milliseconds after more people than usual were first heard (or said another thing) at which their service is
 * looked at once more by all, and for how long that is asked: agents hear of it with what they next send.
 */
const lookAgainAfter = [0, 300_000, 900_000, 1_800_000]
const askedForMs = 15_000

/**
 * What every vantage point should look at now, whenever its round is: the targets of components that some
 * see fail and too few to say so, and of services that people report, at once and a few times more. It is read from
 * what stands: the only way by which what was concluded leads back to looking.
 * @returns ids of targets
 */
export function closerLooks({ services }: Catalogue, { incidents, voices }: Standing, now: number): string[] {
  const suspected = new Set(
    incidents
      .filter(({ state }) => state === 'suspected')
      .flatMap(({ components }) => components.map(({ component }) => component)),
  )
  const reported = new Set(voices.filter(voice => asksForLooks(voice, now)).map(({ service }) => service))
  if (suspected.size + reported.size === 0) return []
  const targets = services.flatMap(({ id, components }) =>
    components
      .filter(component => reported.has(id) || suspected.has(`${id}/${component.id}`))
      .flatMap(targetsOf),
  )
  return [...new Set(targets)]
}

function asksForLooks({ state, decided }: Voice, now: number): boolean {
  const passed = now - decided
  return state === 'raised' && lookAgainAfter.some(after => passed >= after && passed < after + askedForMs)
}

function targetsOf({ targets, foundations }: Component): string[] {
  return [...targets, ...foundations]
}
