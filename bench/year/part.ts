import { createJudge } from '../../src/judge/fold.ts'
import type { Incident } from '../../src/model/incident.ts'
import { isTrouble } from '../../src/model/status.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { type SimService, stream } from '../../test/evidence/world.ts'
import { behaviourOf, type Outage, outagesOf, start, vantagePoints, type YearOptions } from './plan.ts'

/** What the judge made of some of the services' year. */
export interface Part {
  readonly observations: number
  readonly outages: number
  /** Outages for everybody, and of these how many were told as one. */
  readonly everywhere: number
  readonly detected: number
  /** Of each that was told: rounds from its beginning until then, and how far its end is off (ms). */
  readonly delays: number[]
  readonly endsOff: number[]
  /** Incidents, and regional verdicts, at a time when nothing was wrong. */
  readonly falseIncidents: number
  readonly falseRegional: number
  /** Told as back while it was still down. */
  readonly falseReturns: number
  readonly layersRight: number
  /** Suspicions that came to nothing and were told to nobody. */
  readonly retracted: number
}

const day = 86_400_000

/** Simulates and judges the year of these services. @param progress called now and then with the share that is done */
export function judgePart(
  services: readonly SimService[],
  options: YearOptions,
  progress: (share: number) => void,
): Part {
  const outages = services.flatMap(service => outagesOf(service, options))
  const lasts = options.days * day
  const records = stream({
    services,
    vantagePoints,
    start,
    lasts,
    every: options.every,
    behaviour: behaviourOf(outages),
    loss: options.loss,
    seed: options.seed * 131 + Number(services[0]?.id.slice(8)),
  })
  const judge = createJudge()
  const incidents = new Map<string, Incident>()
  const verdicts: Verdict[] = []
  let observations = 0
  for (const record of records) {
    observations++
    for (const judgement of judge.apply(record)) {
      if (judgement.kind === 'incident') incidents.set(judgement.id, judgement)
      if (judgement.kind === 'verdict') verdicts.push(judgement)
    }
    if (observations % 500_000 === 0) progress((record.received - start) / lasts)
  }
  return compared(outages, [...incidents.values()], verdicts, observations, options.every)
}

function compared(
  outages: readonly Outage[],
  incidents: readonly Incident[],
  verdicts: readonly Verdict[],
  observations: number,
  every: number,
): Part {
  const grace = 2 * every
  const truly = (service: string, at: number) =>
    outages.some(each => each.service === service && at >= each.from - grace && at <= each.to + grace)
  const serviceOf = (component: string) => component.slice(0, component.indexOf('/'))
  const confirmed = incidents.filter(incident => incident.confirmed !== undefined)
  const bad = verdicts.filter(({ status }) => isTrouble(status))
  const everywhere = outages.filter(({ where }) => where === undefined)
  const matches = everywhere.map(outage => {
    const during = verdicts.filter(
      ({ component, decided }) =>
        serviceOf(component) === outage.service && decided >= outage.from && decided <= outage.to + 2 * grace,
    )
    const first = during.find(({ status, scope }) => isTrouble(status) && scope === 'everywhere')
    const back = during.find(
      ({ status, decided }) => status === 'operational' && decided > (first?.decided ?? 0),
    )
    return { outage, first, back }
  })
  const told = matches.filter(({ first }) => first !== undefined)
  return {
    observations,
    outages: outages.length,
    everywhere: everywhere.length,
    detected: told.length,
    delays: told.map(({ outage, first }) => ((first?.decided ?? 0) - outage.from) / every),
    endsOff: told.flatMap(({ outage, back }) => (back === undefined ? [] : [back.since - outage.to])),
    falseIncidents: confirmed.filter(({ components }) =>
      components.some(({ component, began }) => !truly(serviceOf(component), began)),
    ).length,
    falseRegional: bad.filter(
      ({ component, scope, decided }) => scope === 'regional' && !truly(serviceOf(component), decided),
    ).length,
    falseReturns: told.filter(({ outage, back }) => back !== undefined && back.decided < outage.to).length,
    layersRight: told.filter(({ outage, first }) => first?.cause?.layer === outage.layer).length,
    retracted: incidents.filter(({ state }) => state === 'retracted').length,
  }
}

/** All parts as one. */
export function sum(parts: readonly Part[]): Part {
  const add = (key: { [Key in keyof Part]: Part[Key] extends number ? Key : never }[keyof Part]) =>
    parts.reduce((total, part) => total + part[key], 0)
  return {
    observations: add('observations'),
    outages: add('outages'),
    everywhere: add('everywhere'),
    detected: add('detected'),
    delays: parts.flatMap(({ delays }) => delays),
    endsOff: parts.flatMap(({ endsOff }) => endsOff),
    falseIncidents: add('falseIncidents'),
    falseRegional: add('falseRegional'),
    falseReturns: add('falseReturns'),
    layersRight: add('layersRight'),
    retracted: add('retracted'),
  }
}
