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

/** One line of progress; nothing where it is not worth one. */
export function told(judgement: Judgement): string | undefined {
  switch (judgement.kind) {
    case 'vantage':
      return `vantage point ${judgement.vantagePoint} is ${judgement.state}`
    case 'verdict': {
      const { component, status, scope, cause } = judgement
      const why = cause === undefined ? '' : `: ${cause.chain.map(({ code }) => code).join(' → ')}`
      const where = scope === 'regional' ? ' (regional)' : ''
      return `${component} is ${status}${where}${why}`
    }
    case 'incident': {
      const { id, state, components, timeline } = judgement
      const last = timeline.at(-1)
      if (last === undefined) return undefined
      const what = last.component ?? last.service ?? `${components.length} components`
      return `incident ${id} (${state}): ${last.code} ${last.stage ?? ''} ${what}`.replaceAll(/ +/g, ' ')
    }
  }
}
