import type { Cause } from '../model/cause.ts'
import { compareKeys } from '../model/fate.ts'
import type { Bond, Development, FateKey, Incident, IncidentComponent } from '../model/incident.ts'
import type { ComponentKey } from '../model/service.ts'
import { isTrouble, worse } from '../model/status.ts'
import type { Verdict } from '../model/verdict.ts'
import { byDepth } from './agreement.ts'
import { bondOf, explains, type Fallen, type Grounds } from './fate/grounds.ts'
import { policy } from './policy.ts'
import { reachedStages } from './stages.ts'

/** What the reducer must know of the component that a verdict speaks of. */
export interface Subject {
  key: ComponentKey
  service: string
  role: 'app' | 'feature'
  /** Milliseconds between two looks. */
  round: number
}

/** What the reducer asks of the rest of the judge. */
export interface Surroundings {
  now(): number
  /** A new id, made from the place in the record. */
  newId(prefix: string): string
  groundsOf(service: string): Grounds
  /** What a component's standing verdict names as its cause, where it names one. */
  standingCause(key: ComponentKey): Cause | undefined
  /** Whether the one component is known to lean on the other. */
  leans(one: ComponentKey, other: ComponentKey): boolean
}

/**
 * Puts verdicts together to incidents: one for what fell together, with each component's own times,
 * through the stages of its return. The list holds the open ones and those that may still be reopened.
 */
export class Incidents {
  readonly list: Incident[]
  readonly #around: Surroundings
  readonly #touched = new Set<Incident>()

  constructor(around: Surroundings, list: Incident[] = []) {
    this.#around = around
    this.list = list
  }

  /** New versions of the incidents that changed since the last call, as values of their own. */
  drain(): Incident[] {
    if (this.#touched.size === 0) return []
    const changed = this.list.filter(incident => this.#touched.has(incident))
    this.#touched.clear()
    return changed.map(incident => {
      incident.version++
      incident.updated = this.#around.now()
      return structuredClone(incident)
    })
  }

  /** A minority sees something: noted, not told, and taken back if it comes to nothing. */
  suspect(subject: Subject, since: number, evidence: string[]): void {
    // Of what has only just come back nothing new is suspected: if it fails again its incident is taken up again.
    if (this.#matching(subject, since) !== undefined || this.#reopenable(subject) !== undefined) return
    const incident = this.#open(since, 'suspected')
    incident.components.push(newComponent(subject, since))
    note(incident, { at: this.#around.now(), code: 'suspected', component: subject.key, evidence })
  }

  /** Nobody sees it any more, or it turned out to be one region's: a suspicion falls away. */
  unsuspect(subject: Subject): void {
    for (const incident of this.list) {
      if (incident.state !== 'suspected') continue
      const entry = entryOf(incident, subject.key)
      if (entry !== undefined) this.#retract(incident)
    }
  }

  /** @param reached when the layers below the verdict's cause were seen to work again */
  take(subject: Subject, verdict: Verdict, reached: ReadonlyMap<string, number>): void {
    if (isTrouble(verdict.status) && verdict.scope === 'everywhere')
      this.#takeTrouble(subject, verdict, reached)
    else if (verdict.status === 'unknown') this.#takeUnknown(subject, verdict)
    else this.#takeReturn(subject, verdict)
  }

  /** What time alone changes: suspicions fade, quiet incidents are resolved, old ones are forgotten. */
  pass(roundOf: (key: ComponentKey) => number): void {
    const now = this.#around.now()
    for (const incident of [...this.list]) {
      const round = Math.max(...incident.components.map(({ component }) => roundOf(component)))
      if (incident.state === 'suspected' && now - incident.detected > policy.incident.suspectRounds * round) {
        this.#retract(incident)
      } else if (incident.state === 'recovering' && incident.ended !== undefined) {
        if (now - incident.ended >= quiet(incident) * round) this.#resolve(incident)
      } else if (
        isOver(incident) &&
        now - (incident.resolved ?? incident.updated) > policy.incident.reopenRounds * round
      ) {
        this.#forget(incident)
      }
    }
  }

  #takeTrouble(subject: Subject, verdict: Verdict, reached: ReadonlyMap<string, number>): void {
    const matching = this.#matching(subject, verdict.since, verdict.cause)
    const underWay = matching?.state === 'suspected' ? undefined : matching
    const incident =
      underWay ?? this.#reopenable(subject) ?? matching ?? this.#open(verdict.since, 'confirmed')
    if (incident.state !== 'suspected') this.unsuspect(subject)
    const entry = entryOf(incident, subject.key)
    this.#touched.add(incident)
    if (entry === undefined || entry.worst === 'unknown') this.#join(incident, subject, verdict)
    else if (entry.ended !== undefined) relapse(incident, subject, entry, verdict)
    else this.#noteChangedCause(incident, subject, verdict)
    const component = entryOf(incident, subject.key)
    if (component === undefined) return
    update(component, verdict)
    this.#confirm(incident, subject, verdict)
    this.#reachStages(incident, subject, reached)
    settleState(incident, this.#around.now())
    incident.bonds = this.#bondsOf(incident)
    incident.shared = incident.bonds.map(({ key }) => key)
  }

  /** Once for a service, however many of its components show it. */
  #noteChangedCause(incident: Incident, subject: Subject, verdict: Verdict): void {
    const told = incident.timeline.findLast(
      ({ component, cause }) =>
        component !== undefined && cause !== undefined && serviceOf(component) === subject.service,
    )
    const root = rootOf(verdict.cause)
    if (root !== undefined && root !== rootOf(told?.cause))
      note(incident, speak('cause_changed', subject, verdict))
  }

  #takeUnknown({ key }: Subject, verdict: Verdict): void {
    const incident = this.#openWith(key)
    const entry = incident && entryOf(incident, key)
    if (
      incident === undefined ||
      entry === undefined ||
      entry.ended !== undefined ||
      incident.state === 'suspected'
    )
      return
    entry.status = verdict.status
    this.#touched.add(incident)
  }

  #takeReturn(subject: Subject, verdict: Verdict): void {
    const incident = this.#openWith(subject.key)
    const entry = incident && entryOf(incident, subject.key)
    if (incident === undefined || entry === undefined) return
    if (incident.state === 'suspected') {
      this.#retract(incident)
      return
    }
    this.#touched.add(incident)
    entry.status = verdict.status
    if (entry.ended !== undefined) return
    end(entry, verdict.since)
    if (entry.spells.length <= policy.incident.tellRelapses)
      note(incident, speak('component_returned', subject, verdict))
    this.#reachStages(incident, subject, new Map(), verdict)
    settleState(incident, this.#around.now())
  }

  /**
   * The open incident that a component's trouble belongs to: its service's own, or one of services that
   * fell at that time and share with it what explains both.
   */
  #matching(subject: Subject, since: number, cause?: Cause): Incident | undefined {
    const open = this.list.filter(incident => !isOver(incident))
    const own = open.find(incident =>
      incident.components.some(({ component }) => serviceOf(component) === subject.service),
    )
    // A suspicion of its own gives way to the incident of whose consequence it turns out to be.
    if (own !== undefined && own.state !== 'suspected') return own
    const leaning = open.find(
      ({ components, state }) =>
        (own === undefined || state !== 'suspected') &&
        components.some(one => this.#isBound(one, subject, since)),
    )
    if (leaning !== undefined) return leaning
    if (own !== undefined) return own
    const layers = cause === undefined ? [] : [cause.layer]
    const fallen: Fallen = { grounds: this.#around.groundsOf(subject.service), layers }
    return open.find(incident => {
      const distance = Math.min(...incident.components.map(({ began }) => Math.abs(began - since)))
      return services(incident).some(service => {
        const { keys, broad } = bondOf(fallen, this.#fallen(incident, service))
        if (keys.length === 0) return false
        const rounds = broad ? policy.incident.weakRounds : policy.incident.strongRounds
        return distance <= rounds * subject.round
      })
    })
  }

  /** A victim belongs with what it leans on, whichever is seen to fail first. */
  #isBound({ component, began, ended }: IncidentComponent, { key, round }: Subject, since: number): boolean {
    const { leans } = this.#around
    if (leans(key, component)) return ended === undefined || ended >= since
    return leans(component, key) && Math.abs(began - since) <= policy.incident.strongRounds * round
  }

  /** A service of an incident, with the layers on which its components fell. */
  #fallen(incident: Incident, service: string): Fallen {
    const causes = incident.components
      .filter(({ component }) => serviceOf(component) === service)
      .map(({ cause }) => cause?.layer)
    // Of one whose cause is not known yet it may turn out to be any.
    const layers = causes.includes(undefined) ? [] : causes.filter(layer => layer !== undefined)
    return { grounds: this.#around.groundsOf(service), layers }
  }

  #reopenable({ key, round }: Subject): Incident | undefined {
    const now = this.#around.now()
    return this.list.find(
      ({ state, resolved, components }) =>
        state === 'resolved' &&
        now - (resolved ?? 0) <= policy.incident.reopenRounds * round &&
        components.some(({ component }) => component === key),
    )
  }

  #openWith(key: ComponentKey): Incident | undefined {
    return this.list.find(incident => !isOver(incident) && entryOf(incident, key) !== undefined)
  }

  #open(since: number, state: 'suspected' | 'confirmed'): Incident {
    const now = this.#around.now()
    const incident: Incident = {
      kind: 'incident',
      id: this.#around.newId('i'),
      version: 0,
      state,
      began: since,
      detected: now,
      updated: now,
      components: [],
      shared: [],
      stages: [],
      timeline: [],
    }
    this.list.push(incident)
    this.#touched.add(incident)
    return incident
  }

  #join(incident: Incident, subject: Subject, verdict: Verdict): void {
    const first = incident.components.every(({ worst }) => worst === 'unknown')
    incident.components = incident.components.filter(({ component }) => component !== subject.key)
    incident.components.push(newComponent(subject, verdict.since))
    incident.components.sort((a, b) => (a.component < b.component ? -1 : 1))
    note(incident, speak(first ? 'began' : 'joined', subject, verdict))
  }

  #confirm(incident: Incident, subject: Subject, verdict: Verdict): void {
    // A suspicion of another component that was never confirmed is not part of what is told.
    incident.components = incident.components.filter(({ worst }) => worst !== 'unknown')
    incident.began = Math.min(...incident.components.map(({ began }) => began))
    if (incident.confirmed !== undefined) return
    incident.confirmed = this.#around.now()
    incident.state = 'confirmed'
    note(incident, {
      at: incident.confirmed,
      code: 'confirmed',
      component: subject.key,
      evidence: verdict.evidence,
    })
  }

  #reachStages(
    incident: Incident,
    subject: Subject,
    reached: ReadonlyMap<string, number>,
    back?: Verdict,
  ): void {
    const standing = (key: ComponentKey) => this.#around.standingCause(key)
    for (const { stage, at } of reachedStages(incident, subject.service, standing, reached, back)) {
      incident.stages.push({ service: subject.service, stage, at })
      note(incident, {
        at,
        code: 'stage_reached',
        service: subject.service,
        stage,
        evidence: back?.evidence ?? [],
      })
    }
  }

  #bondsOf(incident: Incident): Bond[] {
    const sharers = new Map<FateKey, string[]>()
    for (const service of services(incident)) {
      const fallen = this.#fallen(incident, service)
      for (const key of fallen.grounds.keys()) {
        if (explains(fallen, key)) sharers.set(key, [...(sharers.get(key) ?? []), service])
      }
    }
    return [...sharers]
      .filter(([, services]) => services.length > 1)
      .map(([key, services]) => ({ key, services }))
      .sort((a, b) => compareKeys(a.key, b.key))
  }

  #resolve(incident: Incident): void {
    incident.state = 'resolved'
    incident.resolved = this.#around.now()
    note(incident, { at: incident.resolved, code: 'resolved', evidence: [] })
    this.#touched.add(incident)
  }

  #retract(incident: Incident): void {
    incident.state = 'retracted'
    note(incident, { at: this.#around.now(), code: 'retracted', evidence: [] })
    this.#touched.add(incident)
  }

  #forget(incident: Incident): void {
    this.list.splice(this.list.indexOf(incident), 1)
  }
}

function newComponent({ key, role }: Subject, began: number): IncidentComponent {
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

function update(entry: IncidentComponent, verdict: Verdict): void {
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

function relapse(incident: Incident, subject: Subject, entry: IncidentComponent, verdict: Verdict): void {
  delete entry.ended
  entry.spells.push({ began: verdict.since })
  const others = incident.components.some(({ ended }) => ended !== undefined)
  incident.state = others ? 'recovering' : 'confirmed'
  delete incident.ended
  delete incident.resolved
  incident.stages = incident.stages.filter(({ service }) => service !== subject.service)
  if (entry.spells.length <= policy.incident.tellRelapses) note(incident, speak('relapsed', subject, verdict))
}

function end(entry: IncidentComponent, at: number): void {
  entry.ended = Math.max(at, entry.began)
  const spell = entry.spells.at(-1)
  if (spell !== undefined) spell.ended = Math.max(at, spell.began)
}

/** Recovering from the first stage or component that is back; ended when all are. */
function settleState(incident: Incident, now: number): void {
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
function quiet({ components }: Incident): number {
  const relapses = Math.max(...components.map(({ spells }) => spells.length - 1))
  return policy.incident.quietRounds * 2 ** Math.min(relapses, policy.incident.doublings)
}

function isOver({ state }: Incident): boolean {
  return state === 'resolved' || state === 'retracted'
}

function entryOf(incident: Incident, key: ComponentKey): IncidentComponent | undefined {
  return incident.components.find(({ component }) => component === key)
}

export function serviceOf(key: ComponentKey): string {
  return key.slice(0, key.indexOf('/'))
}

function services(incident: Incident): string[] {
  return [...new Set(incident.components.map(({ component }) => serviceOf(component)))]
}

function rootOf(cause: Cause | undefined): string | undefined {
  return cause?.chain[0]?.code
}

function note(incident: Incident, development: Development): void {
  incident.timeline.push(development)
}

function speak(code: Development['code'], { key }: Subject, verdict: Verdict): Development {
  const { since, status, cause, evidence, decided } = verdict
  const at = code === 'cause_changed' ? decided : since
  return { at, code, component: key, status, evidence, ...(cause === undefined ? {} : { cause }) }
}
