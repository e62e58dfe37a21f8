import type { Cause } from '../model/cause.ts'
import type { Development, Incident } from '../model/incident.ts'
import type { ComponentKey } from '../model/service.ts'
import { isTrouble } from '../model/status.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Voice } from '../model/voice.ts'
import {
  end,
  entryOf,
  isOver,
  newComponent,
  note,
  quiet,
  relapse,
  type Subject,
  serviceOf,
  services,
  settleState,
  speak,
  update,
} from './incident-entries.ts'
import { type Bonding, bondsOf, matching, reopenable } from './matching.ts'
import { rootCode } from './news.ts'
import { policy } from './policy.ts'
import { reachedStages } from './stages.ts'
import type { Word } from './state.ts'

/** What the reducer asks of the rest of the judge. */
export interface Surroundings extends Bonding {
  now(): number
  /** A new id, made from the place in the record. */
  newId(prefix: string): string
  /** What a component's standing verdict names as its cause, where it names one. */
  standingCause(key: ComponentKey): Cause | undefined
  /** Since when people report a service, if they do so of its own account, and the counts that say so. */
  peopleSince(service: string): Pick<Voice, 'since' | 'evidence' | 'victimOf'> | undefined
  /** The last words of a service's operator, oldest first. */
  wordsOf(service: string): readonly Word[]
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
    if (
      matching(this.list, subject, since, this.#around) !== undefined ||
      reopenable(this.list, subject, this.#around.now()) !== undefined
    )
      return
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

  /** Notes when people began to report a service that is in trouble, and when its operator first spoke of it. */
  noteHeard(service: string): void {
    for (const incident of this.list) {
      if (isOver(incident) || incident.confirmed === undefined || !services(incident).includes(service))
        continue
      const people = this.#around.peopleSince(service)
      if (people !== undefined && people.victimOf === undefined)
        this.#noteOnce(incident, {
          at: people.since,
          code: 'people_report',
          service,
          evidence: people.evidence,
        })
      const word = this.#around.wordsOf(service).find(({ at }) => at >= incident.began)
      if (word !== undefined)
        this.#noteOnce(incident, { at: word.at, code: 'official_word', service, evidence: [word.id] })
    }
  }

  #noteOnce(incident: Incident, development: Development): void {
    const { code, service } = development
    if (incident.timeline.some(told => told.code === code && told.service === service)) return
    note(incident, development)
    this.#touched.add(incident)
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
    const found = matching(this.list, subject, verdict.since, this.#around, verdict.cause)
    const underWay = found?.state === 'suspected' ? undefined : found
    const incident =
      underWay ??
      reopenable(this.list, subject, this.#around.now()) ??
      found ??
      this.#open(verdict.since, 'confirmed')
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
    this.noteHeard(subject.service)
    this.#reachStages(incident, subject, reached)
    settleState(incident, this.#around.now())
    incident.bonds = bondsOf(incident, this.#around)
    incident.shared = incident.bonds.map(({ key }) => key)
  }

  /** Once for a service, however many of its components show it. */
  #noteChangedCause(incident: Incident, subject: Subject, verdict: Verdict): void {
    const told = incident.timeline.findLast(
      ({ component, cause }) =>
        component !== undefined && cause !== undefined && serviceOf(component) === subject.service,
    )
    const root = rootCode(verdict.cause)
    if (root !== undefined && root !== rootCode(told?.cause))
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
