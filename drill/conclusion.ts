import type { Incident } from '../src/model/incident.ts'
import type { Judgement } from '../src/model/judgement.ts'
import type { Verdict } from '../src/model/verdict.ts'

/** What the judge said during a drill, gathered as it says it. */
export class Conclusion {
  readonly verdicts: Verdict[] = []
  readonly #incidents = new Map<string, Incident>()
  /** Components told as lagging at any time. */
  readonly lagged = new Set<string>()

  hear(judgement: Judgement): void {
    if (judgement.kind === 'verdict') this.verdicts.push(judgement)
    if (judgement.kind !== 'incident') return
    this.#incidents.set(judgement.id, judgement)
    for (const { component, lagging } of judgement.components) if (lagging) this.lagged.add(component)
  }

  /** Those that were confirmed; a suspicion that came to nothing is none. */
  get incidents(): Incident[] {
    return [...this.#incidents.values()].filter(({ confirmed }) => confirmed !== undefined)
  }

  incident(id: string): Incident | undefined {
    return this.#incidents.get(id)
  }

  of(component: string): Verdict[] {
    return this.verdicts.filter(verdict => verdict.component === component)
  }

  /** The component within the incident in which it was longest. */
  inIncident(component: string): { incident: Incident; part: Incident['components'][number] } | undefined {
    const found = this.incidents.flatMap(incident =>
      incident.components.filter(part => part.component === component).map(part => ({ incident, part })),
    )
    return found.toSorted((a, b) => length(b.part) - length(a.part))[0]
  }
}

function length({ began, ended = Number.POSITIVE_INFINITY }: { began: number; ended?: number | undefined }) {
  return ended - began
}

/** Lines of progress: what a judgement says that its forerunner (an incident's last version) did not. */
export function told(judgement: Judgement, before?: Incident): string[] {
  switch (judgement.kind) {
    case 'vantage':
      return [`vantage point ${judgement.vantagePoint} is ${judgement.state}`]
    case 'verdict': {
      const { component, status, scope, cause } = judgement
      const why = cause === undefined ? '' : `: ${cause.chain.map(({ code }) => code).join(' → ')}`
      const where = scope === 'regional' ? ' (regional)' : ''
      return [`${component} is ${status}${where}${why}`]
    }
    case 'voice':
      return [`people report of ${judgement.service}: ${judgement.state}`]
    case 'incident': {
      const { id, state, timeline } = judgement
      return timeline.slice(before?.timeline.length ?? 0).map(({ code, stage, component, service }) => {
        const what = [code, stage, component ?? service].filter(word => word !== undefined)
        return `incident ${id} (${state}): ${what.join(' ')}`
      })
    }
  }
}
