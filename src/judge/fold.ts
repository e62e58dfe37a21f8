import type { Recorded, RouteUpdate } from '../model/evidence.ts'
import type { Fate } from '../model/fate.ts'
import type { Statement } from '../model/heard.ts'
import type { Judgement } from '../model/judgement.ts'
import type { Observation } from '../model/observation.ts'
import { isTrouble } from '../model/status.ts'
import type { Support, VantageVerdict, Verdict } from '../model/verdict.ts'
import type { Usual } from '../model/voice.ts'
import { assessBlocked, blockingOf } from './blocking.ts'
import { Causes } from './causes.ts'
import { type Assessment, assess, isAlone, type Sight } from './component.ts'
import { Incidents } from './incidents.ts'
import { takeIn } from './look.ts'
import { gistOf, isNews, sinceOf } from './news.ts'
import { stagesPassed } from './passed.ts'
import { policy } from './policy.ts'
import { allSeeItWell, evidenceOf, sightsOf } from './sights.ts'
import { type ComponentMemory, JudgeState } from './state.ts'
import { hear, listenFor, newVantage, sawControls, type Vantage } from './vantage.ts'
import { sightsSince, supported, supportOf } from './voices/support.ts'
import { Voices } from './voices/voices.ts'
import { seenOf } from './whole.ts'
import { hearWord } from './words.ts'

/**
 * The judge: a fold over the record. It has no clock, no randomness and no I/O; ticks in the record
 * make time pass. The same records give the same judgements, byte for byte.
 */
export interface Judge {
  /** Takes in the next record and says what changed by it, mostly nothing. */
  apply(record: Recorded): Judgement[]
  /** What each service of the catalogue stands on, as last seen. */
  fates(): Fate[]
  /** What is learnt that people usually report of each service. */
  usuals(): Usual[]
  /** The whole state as JSON, from which `createJudge` goes on as if it had never stopped. */
  snapshot(): string
}

/** @param snapshot what an earlier judge's `snapshot()` gave; without it the record is judged from its beginning */
export function createJudge(snapshot?: string): Judge {
  return new FoldingJudge(new JudgeState(snapshot))
}

class FoldingJudge implements Judge {
  readonly #state: JudgeState
  readonly #incidents: Incidents
  readonly #causes: Causes
  readonly #voices: Voices
  #seq = 0
  #made = 0
  #said: Judgement[] = []

  constructor(state: JudgeState) {
    this.#state = state
    this.#causes = new Causes(state)
    this.#incidents = new Incidents(
      {
        now: () => state.now,
        newId: prefix => this.#newId(prefix),
        groundsOf: service => state.fates.of(service, state.routes).grounds,
        standingCause: key => state.components.get(key)?.verdict?.cause,
        leans(one, other) {
          const { component, verdict } = state.components.get(one) ?? {}
          return component?.leansOn?.includes(other) === true || verdict?.cause?.victimOf === other
        },
        peopleSince: service => this.#voices.raised(service),
        wordsOf: service => state.statements.get(service) ?? [],
      },
      state.incidents,
    )
    this.#voices = new Voices(
      {
        now: () => state.now,
        newId: prefix => this.#newId(prefix),
        services: () => state.services(),
        ...seenOf(state),
      },
      state.voices,
    )
  }

  apply({ seq, received, evidence }: Recorded): Judgement[] {
    this.#seq = seq
    this.#made = 0
    this.#said = []
    const state = this.#state
    state.now = Math.max(state.now, received)
    if (evidence.kind === 'observation') this.#hear(evidence)
    else if (evidence.kind === 'vantage_point')
      this.#vantage(evidence.vantagePoint.id).country = evidence.vantagePoint.country
    else if (evidence.kind === 'catalogue') state.putInForce(evidence.catalogue)
    else if (evidence.kind === 'route') this.#hearRoute(evidence)
    else if (evidence.kind === 'route_feed') state.routes.hearFeed(evidence)
    else if (evidence.kind === 'route_peer') state.routes.hearPeer(evidence)
    else if (evidence.kind === 'report_counts') this.#voices.hearReports(evidence)
    else if (evidence.kind === 'post_counts') this.#voices.hearPosts(evidence)
    else if (evidence.kind === 'statement') this.#hearWord(evidence)
    if (evidence.kind === 'route' || evidence.kind === 'route_feed') state.fates.routesChanged()
    this.#hearPeople()
    this.#passTime()
    for (const incident of this.#incidents.drain()) this.#said.push(incident)
    return this.#said
  }

  fates(): Fate[] {
    const { fates, routes } = this.#state
    return this.#state.services().map(service => fates.of(service, routes).fate)
  }

  usuals(): Usual[] {
    return this.#voices.usuals()
  }

  snapshot(): string {
    return this.#state.snapshot()
  }

  #newId(prefix: string): string {
    return `${prefix}-${this.#seq}-${this.#made++}`
  }

  #vantage(id: string): Vantage {
    const state = this.#state
    let vantage = state.vantages.get(id)
    if (vantage === undefined) {
      vantage = newVantage(id, state.now)
      state.vantages.set(id, vantage)
      this.#say(vantage)
    }
    return vantage
  }

  #hear(observation: Observation): void {
    const state = this.#state
    const vantage = this.#vantage(observation.vantagePoint)
    if (hear(vantage, observation, state.now)) {
      this.#say(vantage)
      for (const memory of state.components.values()) this.#consider(memory)
    }
    const watched = state.targets.get(observation.target)
    if (watched === undefined || !sawControls(observation)) return
    const late = Math.max(policy.lateAfterMs, policy.lateRounds * watched.target.every)
    if (state.now - observation.at > late) return
    for (const service of watched.services) state.fates.remember(service, observation)
    const look = watched.lookFrom(observation.vantagePoint)
    if (look.latest.at > observation.at) return
    if (takeIn(look, observation, state.now)) for (const memory of watched.components) this.#consider(memory)
  }

  /** Most of what routers say changes nothing; what does may concern whoever stands on it. */
  #hearRoute(update: RouteUpdate): void {
    const state = this.#state
    if (state.routes.hear(update)) for (const memory of state.components.values()) this.#consider(memory)
  }

  /** A voice never makes an incident; where looks fail too it may bring a verdict forward. */
  #hearPeople(): void {
    for (const voice of this.#voices.drain()) {
      this.#said.push(voice)
      if (voice.state !== 'raised') continue
      this.#incidents.noteHeard(voice.service)
      for (const memory of this.#state.components.values())
        if (memory.service === voice.service) this.#consider(memory)
    }
  }

  /** The official word decides nothing: it is noted when it came. */
  #hearWord(statement: Statement): void {
    if (hearWord(this.#state, statement)) this.#incidents.noteHeard(statement.service)
  }

  /** Looks again at what time alone may change: what is astir some times in a round, everything now and then. */
  #passTime(): void {
    const state = this.#state
    if (state.now - state.sweptAstir < Math.max(1000, policy.astirRounds * state.shortestRound)) return
    state.sweptAstir = state.now
    const everything = state.now - state.sweptAll >= Math.min(policy.sweepMs, state.shortestRound)
    if (everything) {
      state.sweptAll = state.now
      this.#listen()
      this.#voices.pass()
      this.#hearPeople()
    }
    for (const memory of state.components.values()) if (everything || memory.astir) this.#consider(memory)
    this.#incidents.pass(key => state.components.get(key)?.round ?? state.shortestRound)
  }

  #listen(): void {
    for (const vantage of this.#state.vantages.values()) {
      if (listenFor(vantage, this.#state.now, this.#state.shortestRound)) this.#say(vantage)
    }
  }

  #consider(memory: ComponentMemory): void {
    if (this.#isCalm(memory)) return
    const { sights, hidden } = sightsOf(this.#state, memory)
    const bad = sights.filter(({ sees }) => sees === 'down' || sees === 'part')
    const support =
      bad.length > 0 ? supportOf(this.#voices.raised(memory.service), bad, memory.round) : undefined
    const assessment = this.#assess(memory, sights, hidden, support)
    const standing = memory.verdict
    memory.astir =
      bad.length > 0 || memory.pending !== null || (standing !== null && isTrouble(standing.status))
    this.#suspect(memory, bad, assessment)
    if (assessment === undefined) {
      memory.pending = null
      return
    }
    if (standing === null && assessment.status === 'unknown' && sights.every(({ sees }) => sees === 'unsure'))
      return
    const gist = this.#causes.gistOf(memory, assessment, sights)
    const stillWell = assessment.status === 'operational' && standing?.status === 'operational'
    if (stillWell && gist === gistOf(standing)) {
      memory.pending = null
      return
    }
    const id = this.#newId('v')
    if (!isNews(memory, assessment, gist, this.#state.now)) return
    const proposed = this.#propose(id, memory, assessment, sights, support)
    memory.pending = null
    memory.verdict = proposed
    this.#said.push(proposed)
    if (!stillWell)
      this.#incidents.take(memory, proposed, stagesPassed(this.#state, memory, proposed, assessment.failing))
  }

  /** What is one country's alone is held apart from what is the service's; a moment may make it either. */
  #assess(
    memory: ComponentMemory,
    seen: readonly Sight[],
    hidden: number,
    support: Support | undefined,
  ): Assessment | undefined {
    const { now, vantages } = this.#state
    const { round } = memory
    const sights = support === undefined ? seen : sightsSince(seen, support, round, now)
    memory.aloneSince = isAlone(sights, hidden) ? memory.aloneSince || now : 0
    const { aloneSince } = memory
    const held = memory.verdict?.scope === 'blocked'
    const blocking = blockingOf(sights, vantages, held)
    if (blocking !== undefined) return assessBlocked(blocking, round, now)
    const assessment = assess(sights, round, now, aloneSince, support !== undefined)
    // Of what looked blocked where alone somebody still looks, nobody can say how it is elsewhere.
    const unseen = held && aloneSince > 0 && assessment !== undefined && isTrouble(assessment.status)
    return unseen ? assess([], round, now) : assessment
  }

  /** As nearly always: it stands as operational, and whoever sees saw all of it work lately. Nothing to weigh. */
  #isCalm(memory: ComponentMemory): boolean {
    const { verdict, pending, suspected, astir } = memory
    if (verdict?.status !== 'operational' || verdict.cause !== undefined) return false
    if (pending !== null || suspected || astir || memory.aloneSince > 0) return false
    return this.#causes.concerns(memory).length === 0 && allSeeItWell(this.#state, memory)
  }

  /** A minority's trouble is a suspicion until it is a quorum's, a region's, or nobody's. */
  #suspect(memory: ComponentMemory, bad: readonly Sight[], assessment: Assessment | undefined): void {
    const pendingTrouble = assessment === undefined && bad.length > 0
    if (
      pendingTrouble &&
      !memory.suspected &&
      (memory.verdict === null || !isTrouble(memory.verdict.status))
    ) {
      memory.suspected = true
      const since = Math.min(...bad.map(({ since }) => since))
      this.#incidents.suspect(memory, since, evidenceOf(bad))
    } else if (memory.suspected && !pendingTrouble) {
      memory.suspected = false
      if (assessment?.scope !== 'everywhere') this.#incidents.unsuspect(memory)
    }
  }

  #propose(
    id: string,
    memory: ComponentMemory,
    assessment: Assessment,
    sights: readonly Sight[],
    support: Support | undefined,
  ): Verdict {
    const { status, scope, confidence, failing, fine, unsure } = assessment
    const isSupported = support !== undefined && scope === 'everywhere' && isTrouble(status)
    const cause = this.#causes.causeOf(memory, assessment, sights)
    return {
      kind: 'verdict',
      id,
      component: memory.key,
      status,
      since: sinceOf(memory, assessment, this.#state.now),
      decided: this.#state.now,
      scope,
      failing: failing.map(({ vantage }) => vantage),
      fine: fine.map(({ vantage }) => vantage),
      unsure: [...unsure],
      confidence: isSupported ? supported(confidence) : confidence,
      ...(cause === undefined ? {} : { cause }),
      ...(isSupported ? { supported: support } : {}),
      evidence: evidenceOf(failing.length > 0 ? failing : fine),
    }
  }

  #say({ id, state, since }: Vantage): void {
    const verdict: VantageVerdict = { kind: 'vantage', id: this.#newId('p'), vantagePoint: id, state, since }
    this.#said.push(verdict)
  }
}
