import type { Cause } from '../model/cause.ts'
import type { Development, Incident, IncidentComponent } from '../model/incident.ts'
import type { ComponentKey } from '../model/service.ts'
import { worse } from '../model/status.ts'
import type { Verdict } from '../model/verdict.ts'
import { byDepth } from './agreement.ts'
import { policy } from './policy.ts'

/** What the reducer must know of the component that a verdict speaks of. */
export interface Subject {
  key: ComponentKey
  service: string
  role: 'app' | 'feature'
  /** Milliseconds between two looks. */
  round: number
}

export function newComponent({ key, role }: Subject, began: number): IncidentComponent {
  return {
    component: key,
    role,
    status: 'unknown',
    worst: 'unknown',
    began,
    spells: [{ began }],
    confidence: 0,
    lagging: false,
  }
}

export function update(entry: IncidentComponent, verdict: Verdict): void {
  entry.status = verdict.status
  entry.worst = entry.worst === 'unknown' ? verdict.status : worse(entry.worst, verdict.status)
  entry.confidence = Math.max(entry.confidence, verdict.confidence)
  entry.cause = deeper(entry.cause, verdict.cause)
}

/** The incident keeps the deepest cause that was established: on the way back shallower ones show. */
function deeper(held: Cause | undefined, found: Cause | undefined): Cause | undefined {
  const [heldRoot, foundRoot] = [held?.chain[0], found?.chain[0]]
  if (held === undefined || found === undefined || heldRoot === undefined || foundRoot === undefined)
    return held ?? found
  const distance = byDepth(foundRoot, heldRoot)
  if (distance !== 0) return distance < 0 ? found : held
  return links(found) > links(held) ? found : held
}

/** How far a chain leads; that caches still hide it is a forecast, and no link. */
function links({ chain }: Cause): number {
  return chain.filter(({ code }) => code !== 'answers_from_caches').length
}

export function relapse(
  incident: Incident,
  subject: Subject,
  entry: IncidentComponent,
  verdict: Verdict,
): void {
  delete entry.ended
  entry.spells.push({ began: verdict.since })
  const others = incident.components.some(({ ended }) => ended !== undefined)
  incident.state = others ? 'recovering' : 'confirmed'
  delete incident.ended
  delete incident.resolved
  incident.stages = incident.stages.filter(({ service }) => service !== subject.service)
  if (entry.spells.length <= policy.incident.tellRelapses) note(incident, speak('relapsed', subject, verdict))
}

export function end(entry: IncidentComponent, at: number): void {
  entry.ended = Math.max(at, entry.began)
  const spell = entry.spells.at(-1)
  if (spell !== undefined) spell.ended = Math.max(at, spell.began)
}

/** Recovering from the first stage or component that is back; ended when all are. */
export function settleState(incident: Incident, now: number): void {
  const { components } = incident
  for (const entry of components) {
    const app = components.filter(
      other => other.role === 'app' && serviceOf(other.component) === serviceOf(entry.component),
    )
    entry.lagging =
      entry.role === 'feature' &&
      entry.ended === undefined &&
      app.length > 0 &&
      app.every(({ ended }) => ended !== undefined)
  }
  const ends = components.map(({ ended }) => ended)
  if (ends.every(ended => ended !== undefined)) incident.ended = Math.max(...ends)
  const returning = incident.stages.length > 0 || ends.some(ended => ended !== undefined)
  if (incident.state !== 'confirmed' || !returning) return
  incident.state = 'recovering'
  const told = incident.timeline.filter(({ code }) => code === 'recovering').length
  if (told < policy.incident.tellRelapses) note(incident, { at: now, code: 'recovering', evidence: [] })
}

/** Rounds of quiet before it counts as over: more for what keeps coming back. */
export function quiet({ components }: Incident): number {
  const relapses = Math.max(...components.map(({ spells }) => spells.length - 1))
  return policy.incident.quietRounds * 2 ** Math.min(relapses, policy.incident.doublings)
}

export function isOver({ state }: Incident): boolean {
  return state === 'resolved' || state === 'retracted'
}

export function entryOf(incident: Incident, key: ComponentKey): IncidentComponent | undefined {
  return incident.components.find(({ component }) => component === key)
}

export function serviceOf(key: ComponentKey): string {
  return key.slice(0, key.indexOf('/'))
}

export function services(incident: Incident): string[] {
  return [...new Set(incident.components.map(({ component }) => serviceOf(component)))]
}

export function note(incident: Incident, development: Development): void {
  incident.timeline.push(development)
}

export function speak(code: Development['code'], { key }: Subject, verdict: Verdict): Development {
  const { since, status, cause, evidence, decided } = verdict
  const at = code === 'cause_changed' ? decided : since
  return { at, code, component: key, status, evidence, ...(cause === undefined ? {} : { cause }) }
}
