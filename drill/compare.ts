import { isTrouble } from '../src/model/status.ts'
import type { Conclusion } from './conclusion.ts'
import type { Check, Compared, Result } from './result.ts'
import type { Scenario } from './scenario.ts'
import { componentsOf } from './words.ts'
import { components } from './world/plan.ts'

/** Holds what was concluded against what the scenario says is true. @param zero when the drill began */
export function compare(scenario: Scenario, conclusion: Conclusion, zero: number): Result {
  const seconds = (at: number) => Math.round((at - zero) / 100) / 10
  const { expect } = scenario
  const compared = components
    .map(component => compareOne(component, scenario, conclusion, seconds))
    .filter(one => one.true !== undefined || one.concluded !== undefined)
  const checks = [
    countOf(scenario, conclusion),
    ...compared.flatMap(one => checksOf(one, expect)),
    ...togetherOf(expect, conclusion),
    ...expect.untouched.map(name => untouched(name, conclusion)),
    ...unknownOf(expect, conclusion, zero),
    ...blockedOf(expect, conclusion),
    ...victimsOf(expect, conclusion),
    ...notedOf(expect, conclusion),
    ...orderOf(expect, conclusion),
    ...expect.lagging.map(name => ({
      claim: `${name} lags behind its app`,
      pass: conclusion.lagged.has(name),
    })),
    ...finalOf(expect, conclusion),
  ]
  return {
    scenario: scenario.name,
    zero: new Date(zero).toISOString(),
    pass: checks.every(({ pass }) => pass),
    checks,
    components: compared,
    incidents: conclusion.incidents.map(incident => {
      const { id, state, began, detected, confirmed, ended, resolved, shared } = incident
      return {
        id,
        state,
        began: seconds(began),
        detected: seconds(detected),
        ...(confirmed === undefined ? {} : { confirmed: seconds(confirmed) }),
        ...(ended === undefined ? {} : { ended: seconds(ended) }),
        ...(resolved === undefined ? {} : { resolved: seconds(resolved) }),
        components: incident.components.map(({ component }) => component),
        shared,
      }
    }),
  }
}

function compareOne(
  component: string,
  { expect }: Scenario,
  conclusion: Conclusion,
  seconds: (at: number) => number,
): Compared {
  const down = expect.down[component]
  const found = conclusion.inIncident(component)
  const truth = down && {
    began: down.from / 1000,
    ended: down.to / 1000,
    layer: down.layer,
    causes: down.causes,
  }
  if (found === undefined) return { component, ...(truth ? { true: truth } : {}) }
  const { began, ended, worst, cause, lagging } = found.part
  const told = conclusion
    .of(component)
    .find(({ status, scope, decided }) => isTrouble(status) && scope === 'everywhere' && decided >= began)
  const concluded = {
    incident: found.incident.id,
    ...(told === undefined ? {} : { told: seconds(told.decided) }),
    began: seconds(began),
    ...(ended === undefined ? {} : { ended: seconds(ended) }),
    worst,
    ...(cause === undefined ? {} : { layer: cause.layer }),
    causes: cause?.chain.map(({ code }) => code) ?? [],
    lagging: lagging || conclusion.lagged.has(component),
  }
  if (truth === undefined) return { component, concluded }
  const off = (a: number, b: number) => Math.round((a - b) * 10) / 10
  const difference = {
    began: off(concluded.began, truth.began),
    ...(concluded.ended === undefined ? {} : { ended: off(concluded.ended, truth.ended) }),
  }
  return { component, true: truth, concluded, difference }
}

function checksOf(
  { component, concluded, difference, ...rest }: Compared,
  expect: Scenario['expect'],
): Check[] {
  const down = expect.down[component]
  if (down === undefined) {
    return [{ claim: `${component} is in no incident`, pass: false, concluded: concluded?.worst ?? '' }]
  }
  if (concluded === undefined) return [{ claim: `${component} is told as failing`, pass: false }]
  const within = down.within / 1000
  const off = (seconds: number | undefined) => seconds !== undefined && Math.abs(seconds) <= within
  const checks: Check[] = [
    {
      claim: `${component} began at ${rest.true?.began} s, give or take ${within} s`,
      pass: off(difference?.began),
      concluded: `${concluded.began} s`,
    },
    {
      claim: `${component} ended at ${rest.true?.ended} s, give or take ${within} s`,
      pass: off(difference?.ended),
      concluded: concluded.ended === undefined ? 'not ended' : `${concluded.ended} s`,
    },
    {
      claim: `${component} failed by ${down.layer}`,
      pass: concluded.layer === down.layer,
      concluded: concluded.layer ?? 'no cause',
    },
  ]
  for (const code of down.causes) {
    const pass = concluded.causes.includes(code)
    checks.push({ claim: `${component}: ${code}`, pass, concluded: concluded.causes.join(' → ') })
  }
  if (down.status !== undefined) {
    const claim = `${component} was at worst ${down.status}`
    checks.push({ claim, pass: concluded.worst === down.status, concluded: concluded.worst })
  }
  return checks
}

function countOf({ expect }: Scenario, { incidents }: Conclusion): Check {
  const claim = expect.incidents === 1 ? '1 incident' : `${expect.incidents} incidents`
  return { claim, pass: incidents.length === expect.incidents, concluded: String(incidents.length) }
}

function togetherOf({ together }: Scenario['expect'], { incidents }: Conclusion): Check[] {
  if (together === undefined) return []
  const holds = incidents.some(incident =>
    together.every(service =>
      incident.components.some(({ component }) => component.startsWith(`${service}/`)),
    ),
  )
  return [{ claim: `one incident holds ${together.join(', ')}`, pass: holds }]
}

function untouched(name: string, conclusion: Conclusion): Check {
  const bad = componentsOf(name)
    .flatMap(component => conclusion.of(component))
    .find(({ status }) => isTrouble(status))
  const concluded = bad === undefined ? {} : { concluded: `${bad.component} ${bad.status}` }
  return { claim: `${name} is untouched`, pass: bad === undefined, ...concluded }
}

function unknownOf({ unknown }: Scenario['expect'], conclusion: Conclusion, zero: number): Check[] {
  if (unknown === undefined) return []
  const [from, to] = [zero + unknown.from, zero + unknown.to]
  return unknown.of.flatMap(componentsOf).map(component => {
    const verdicts = conclusion.of(component)
    const at = verdicts.findLast(({ decided }) => decided <= from)
    const during = verdicts.filter(({ decided }) => decided > from && decided < to)
    const standing = [...(at === undefined ? [] : [at]), ...during].map(({ status }) => status)
    return {
      claim: `${component} is unknown from ${unknown.from / 1000} s to ${unknown.to / 1000} s`,
      pass: standing.length > 0 && standing.every(status => status === 'unknown'),
      concluded: standing.join(', '),
    }
  })
}

function blockedOf({ blocked }: Scenario['expect'], conclusion: Conclusion): Check[] {
  return Object.entries(blocked).flatMap(([component, where]) => {
    if (where === undefined) return []
    const told = conclusion.of(component).filter(({ scope }) => scope === 'blocked')
    const places = [...new Set(told.flatMap(({ cause }) => cause?.chain[0]?.args['places'] ?? []))].map(
      String,
    )
    return [
      {
        claim: `${component} looks blocked in ${where.in.join(', ')}`,
        pass: places.sort().join() === where.in.toSorted().join(),
        concluded: places.join(', ') || 'not told as blocked',
      },
      untouched(component, conclusion),
    ]
  })
}

/** Whose victim it is told as: that one's alone, and within its incident. */
function victimsOf({ victims }: Scenario['expect'], conclusion: Conclusion): Check[] {
  return Object.entries(victims).map(([component, culprit]) => {
    const found = conclusion.inIncident(component)
    const told = conclusion.of(component).flatMap(({ cause }) => cause?.victimOf ?? [])
    const together = found?.incident.components.some(part => part.component === culprit) === true
    return {
      claim: `${component} is told as a victim of ${culprit}, in the same incident`,
      pass: together && told.length > 0 && told.every(each => each === culprit),
      concluded: [...new Set(told)].join(', ') || 'nobody’s victim',
    }
  })
}

function notedOf({ noted }: Scenario['expect'], conclusion: Conclusion): Check[] {
  return Object.entries(noted).flatMap(([component, codes = []]) => {
    const said = conclusion
      .of(component)
      .filter(({ status }) => status === 'operational')
      .flatMap(({ cause }) => cause?.chain ?? [])
      .map(({ code }) => code)
    return codes.map(code => ({
      claim: `${component} works, and ${code} is noted`,
      pass: said.includes(code),
      concluded: [...new Set(said)].join(', ') || 'nothing noted',
    }))
  })
}

function orderOf({ order }: Scenario['expect'], conclusion: Conclusion): Check[] {
  if (order.length === 0) return []
  const ends = order.map(
    component => conclusion.inIncident(component)?.part.ended ?? Number.POSITIVE_INFINITY,
  )
  const pass = ends.every(
    (end, n) => end < Number.POSITIVE_INFINITY && (n === 0 || (ends[n - 1] ?? 0) <= end),
  )
  return [{ claim: `returned in this order: ${order.join(', ')}`, pass }]
}

function finalOf({ final }: Scenario['expect'], conclusion: Conclusion): Check[] {
  if (final === undefined) return []
  const others = components
    .map(component => ({ component, status: conclusion.of(component).at(-1)?.status ?? 'unknown' }))
    .filter(({ status }) => status !== final)
  const concluded = others.map(({ component, status }) => `${component} ${status}`).join(', ')
  return [
    {
      claim: `at the end everything is ${final}`,
      pass: others.length === 0,
      ...(concluded && { concluded }),
    },
  ]
}
