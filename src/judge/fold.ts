import type { Cause } from '../model/cause.ts'
import type { Recorded, RouteUpdate } from '../model/evidence.ts'
import type { Fate } from '../model/fate.ts'
import type { Finding, FindingCode } from '../model/finding.ts'
import type { Judgement } from '../model/judgement.ts'
import { compareLayers } from '../model/layer.ts'
import type { Observation } from '../model/observation.ts'
import { isTrouble, type Status, statuses } from '../model/status.ts'
import type { VantageVerdict, Verdict } from '../model/verdict.ts'
import { assessBlocked, blockedFinding, blockingOf } from './blocking.ts'
import { type Circumstances, causeOf, chainOf } from './cause.ts'
import { asVictim, type Culprit, culpritOf } from './collateral.ts'
import { type Assessment, assess, isSound, type Sight, sightOf } from './component.ts'
import { nameServerAddresses, serverAddresses } from './fate/memory.ts'
import { Incidents } from './incidents.ts'
import { type Look, takeIn } from './look.ts'
import { policy } from './policy.ts'
import { stagesBelow } from './stages.ts'
import { type ComponentMemory, JudgeState, type WatchedTarget } from './state.ts'
import { hear, listenFor, newVantage, sawControls, type Vantage } from './vantage.ts'
import { hasWeakness, refusalOf, weaknessOf } from './weakness.ts'

/**
 * The judge: a fold over the record. It has no clock, no randomness and no I/O; ticks in the record
 * make time pass. The same records give the same judgements, byte for byte.
 */
export interface Judge {
  /** Takes in the next record and says what changed by it, mostly nothing. */
  apply(record: Recorded): Judgement[]
  /** What each service of the catalogue stands on, as last seen. */
  fates(): Fate[]
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
  #seq = 0
  #made = 0
  #said: Judgement[] = []

  constructor(state: JudgeState) {
    this.#state = state
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
      },
      state.incidents,
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
    if (evidence.kind === 'route' || evidence.kind === 'route_feed') state.fates.routesChanged()
    this.#passTime()
    for (const incident of this.#incidents.drain()) this.#said.push(incident)
    return this.#said
  }

  fates(): Fate[] {
    const { fates, routes } = this.#state
    return this.#state.services().map(service => fates.of(service, routes).fate)
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

  /** Looks again at what time alone may change: what is astir some times in a round, everything now and then. */
  #passTime(): void {
    const state = this.#state
    if (state.now - state.sweptAstir < Math.max(1000, policy.astirRounds * state.shortestRound)) return
    state.sweptAstir = state.now
    const everything = state.now - state.sweptAll >= Math.min(policy.sweepMs, state.shortestRound)
    if (everything) {
      state.sweptAll = state.now
      this.#listen()
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
    const { sights, hidden } = this.#sightsOf(memory)
    const assessment = this.#assess(memory, sights, hidden)
    const bad = sights.filter(({ sees }) => sees === 'down' || sees === 'part')
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
    const root = this.#rootOf(memory, assessment, sights)
    const stillWell = assessment.status === 'operational' && standing?.status === 'operational'
    if (stillWell && root === rootCode(standing.cause)) {
      memory.pending = null
      return
    }
    const id = this.#newId('v')
    if (!this.#isNews(memory, assessment, root)) return
    const proposed = this.#propose(id, memory, assessment, sights)
    memory.pending = null
    memory.verdict = proposed
    this.#said.push(proposed)
    if (!stillWell)
      this.#incidents.take(memory, proposed, this.#stagesReached(memory, proposed, assessment.failing))
  }

  /** What is one country's alone is held apart from what is the service's; a moment may make it either. */
  #assess(memory: ComponentMemory, sights: readonly Sight[], hidden: number): Assessment | undefined {
    const { now, vantages } = this.#state
    const blocking = blockingOf(sights, vantages, memory.verdict?.scope === 'blocked')
    if (blocking === undefined) return assess(sights, hidden, memory.round, now)
    return assessBlocked(blocking, hidden, memory.round, now)
  }

  /** As nearly always: it stands as operational, and whoever sees saw all of it work lately. Nothing to weigh. */
  #isCalm(memory: ComponentMemory): boolean {
    const { verdict, pending, suspected, astir } = memory
    if (verdict?.status !== 'operational' || verdict.cause !== undefined) return false
    if (pending !== null || suspected || astir) return false
    const { now, vantages, routes } = this.#state
    if (!routes.calm && this.#routeConcerns(memory).length > 0) return false
    let sound = 0
    for (const vantage of vantages.values()) {
      if (!isSound(vantage)) continue
      sound++
      if (!looksWell(vantage.id, memory, now)) return false
    }
    return sound > 0
  }

  #sightsOf({ component, own, foundations }: ComponentMemory): { sights: Sight[]; hidden: number } {
    const { now, vantages } = this.#state
    const sights: Sight[] = []
    let hidden = 0
    for (const vantage of vantages.values()) {
      if (!isSound(vantage)) {
        hidden++
        continue
      }
      const { id } = vantage
      const looks = { own: tellingLooks(own, id, now), foundations: tellingLooks(foundations, id, now) }
      sights.push(sightOf(id, component, looks))
    }
    return { sights, hidden }
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

  /** What the cause would be at bottom. Told before the rest, for most of what is weighed is no news. */
  #rootOf(
    memory: ComponentMemory,
    assessment: Assessment,
    sights: readonly Sight[],
  ): FindingCode | undefined {
    const { status, scope, failing } = assessment
    if (scope === 'blocked') return 'looks_blocked'
    if (!isTrouble(status)) return rootCode(this.#untroubledCause(memory, status, sights))
    const [seen] = chainOf(failing, this.#circumstances(memory, sights))
    const culprit = this.#culpritOf(memory, assessment, seen)
    return culprit?.by ?? seen?.code ?? rootCode(standingCause(memory))
  }

  #propose(id: string, memory: ComponentMemory, assessment: Assessment, sights: readonly Sight[]): Verdict {
    const { status, scope, confidence, failing, fine, unsure } = assessment
    const cause = this.#causeOf(memory, assessment, sights)
    return {
      kind: 'verdict',
      id,
      component: memory.key,
      status,
      since: this.#since(memory, assessment),
      decided: this.#state.now,
      scope,
      failing: failing.map(({ vantage }) => vantage),
      fine: fine.map(({ vantage }) => vantage),
      unsure: [...unsure],
      confidence,
      ...(cause === undefined ? {} : { cause }),
      evidence: evidenceOf(failing.length > 0 ? failing : fine),
    }
  }

  #causeOf(memory: ComponentMemory, assessment: Assessment, sights: readonly Sight[]): Cause | undefined {
    const { status, scope, failing } = assessment
    if (scope === 'blocked') return this.#blockedCause(memory, sights)
    if (!isTrouble(status)) return this.#untroubledCause(memory, status, sights)
    const cause = causeOf(failing, this.#circumstances(memory, sights)) ?? standingCause(memory)
    const culprit = this.#culpritOf(memory, assessment, cause?.chain[0])
    return cause === undefined || culprit === undefined ? cause : asVictim(cause, culprit)
  }

  #blockedCause(memory: ComponentMemory, sights: readonly Sight[]): Cause | undefined {
    const held = memory.verdict?.scope === 'blocked'
    const blocking = blockingOf(sights, this.#state.vantages, held)
    if (blocking === undefined) return undefined
    const cause = causeOf(blocking.blocked, this.#circumstances(memory, sights))
    return cause && { ...cause, chain: [blockedFinding(blocking), ...cause.chain] }
  }

  /** Only what is everyone's trouble is laid at another's door. */
  #culpritOf(
    memory: ComponentMemory,
    assessment: Assessment,
    seen: Finding | undefined,
  ): Culprit | undefined {
    if (assessment.scope !== 'everywhere') return undefined
    return culpritOf(memory, this.#since(memory, assessment), seen, this.#state)
  }

  /** Trouble keeps its beginning while it changes its face; what comes after blindness begins when sight is back. */
  #since({ verdict: standing }: ComponentMemory, { status, scope, since, fine }: Assessment): number {
    const now = this.#state.now
    if (standing === null) return since
    if (isTrouble(status) && isTrouble(standing.status)) {
      // For most it is over: what is left of it began when the last of them saw it work again.
      if (scope === 'regional' && standing.scope === 'everywhere')
        return Math.max(standing.since, ...fine.map(sight => sight.since))
      return Math.min(standing.since, since)
    }
    if (status === standing.status) return standing.since
    return since <= standing.since ? now : since
  }

  #circumstances(memory: ComponentMemory, sights: readonly Sight[]): Circumstances {
    const { service, own, foundations } = memory
    const fate = this.#state.fates.memoryOf(service)
    const targets = (list: typeof own) => list.map(({ target }) => target.id)
    return {
      routes: this.#state.routes,
      // Gathered only for those who ask.
      get servers() {
        return serverAddresses(fate, targets(own))
      },
      get nameServers() {
        return nameServerAddresses(fate, targets(foundations))
      },
      held: standingCause(memory)?.chain.map(({ code }) => code) ?? [],
      sound: sights.filter(({ sees }) => sees !== 'unsure' && sees !== 'refused').length,
    }
  }

  /**
   * A worse status is said at once, so is a full return; what is only milder, or another cause, must
   * last a round first, so that vantage points that see the same thing seconds apart make one verdict. So
   * must what looks like blocking: at the edges of an outage one country may be the last or first to see it.
   */
  #isNews(memory: ComponentMemory, { status, scope }: Assessment, root: FindingCode | undefined): boolean {
    const standing = memory.verdict
    if (standing === null) return true
    const sameStatus = standing.status === status && standing.scope === scope
    if (sameStatus && rootCode(standing.cause) === root) {
      memory.pending = null
      return false
    }
    const narrower = scope === 'regional' && standing.scope !== 'nowhere'
    const milder =
      isTrouble(status) && (narrower || statuses.indexOf(status) < statuses.indexOf(standing.status))
    const blocked = scope === 'blocked'
    if (!sameStatus && !milder && !blocked) return true
    const what = [status, scope, ...(root === undefined ? [] : [root])].join(' ')
    if (memory.pending?.what !== what) memory.pending = { what, since: this.#state.now }
    memory.astir = true
    const rounds = blocked ? policy.blocking.rounds : policy.settleRounds
    return this.#state.now - memory.pending.since >= rounds * memory.round
  }

  /** When what stood in the way of each lower stage was seen gone, for a component that still fails higher up. */
  #stagesReached(
    memory: ComponentMemory,
    { cause, status }: Verdict,
    failing: readonly Sight[],
  ): Map<string, number> {
    const reached = new Map<string, number>()
    if (cause === undefined || !isTrouble(status)) return reached
    const looks = failing.flatMap(({ bad }) => bad)
    // While anyone still fails lower down, nothing up to there is back.
    if (looks.some(({ lowest }) => lowest !== null && compareLayers(lowest, cause.layer) < 0)) return reached
    const sinceLayer = Math.min(
      ...looks.filter(({ lowest }) => lowest === cause.layer).map(look => look.lowestSince),
    )
    for (const stage of stagesBelow(cause)) {
      const at = stage === 'routes' ? this.#routesBackAt(memory) : sinceLayer
      if (Number.isFinite(at)) reached.set(stage, at)
    }
    return reached
  }

  /** NaN where no feed tells, or some are still gone. */
  #routesBackAt(memory: ComponentMemory): number {
    const { routes } = this.#state
    const views = this.#addressesOf(memory)
      .map(address => routes.view(address))
      .filter(view => view !== undefined)
    if (views.length === 0 || views.some(({ withdrawn }) => withdrawn)) return Number.NaN
    return Math.max(...views.map(({ at, backAt }) => backAt || at))
  }

  #routeConcerns(memory: ComponentMemory): Finding[] {
    const { routes } = this.#state
    return routes.calm ? [] : routes.concerns(this.#addressesOf(memory))
  }

  /** Of the servers of its names, and of its own. */
  #addressesOf({ service, own, foundations }: ComponentMemory): string[] {
    const fate = this.#state.fates.memoryOf(service)
    const ids = (targets: typeof own) => targets.map(({ target }) => target.id)
    return [...nameServerAddresses(fate, ids(foundations)), ...serverAddresses(fate, ids(own))]
  }

  #untroubledCause(memory: ComponentMemory, status: Status, sights: readonly Sight[]): Cause | undefined {
    return status === 'operational' ? weaknessOf(sights, this.#routeConcerns(memory)) : refusalOf(sights)
  }

  #say({ id, state, since }: Vantage): void {
    const verdict: VantageVerdict = { kind: 'vantage', id: this.#newId('p'), vantagePoint: id, state, since }
    this.#said.push(verdict)
  }
}

/** From there all of it was seen working, lately, and nothing was amiss. */
function looksWell(vantage: string, { own, foundations }: ComponentMemory, now: number): boolean {
  for (const { looks, patience } of own) {
    const look = looks.get(vantage)
    if (look?.state !== 'working' || look.latest.received < now - patience || hasWeakness(look)) return false
  }
  for (const { looks } of foundations) {
    const look = looks.get(vantage)
    if (look !== undefined && (look.state === 'failing' || hasWeakness(look))) return false
  }
  return true
}

/** What a vantage point saw of the targets lately enough to say something now, where it is decided. */
function tellingLooks(targets: readonly WatchedTarget[], vantage: string, now: number): Look[] {
  const telling: Look[] = []
  for (const { looks, patience } of targets) {
    const look = looks.get(vantage)
    if (look !== undefined && look.state !== 'undecided' && look.latest.received >= now - patience)
      telling.push(look)
  }
  return telling
}

/** What a cause is at bottom: whether a resolver then times out or answers SERVFAIL is no other cause. */
function rootCode(cause: Cause | undefined): FindingCode | undefined {
  return cause?.chain[0]?.code
}

/** Between the first good look and the last one needed nothing fails any more: the cause stays what it was. */
function standingCause({ verdict }: ComponentMemory): Cause | undefined {
  return verdict !== null && isTrouble(verdict.status) ? verdict.cause : undefined
}

/**
 * First and newest look of each bad target, so that both the beginning and the standing can be checked; of
 * what works, those looks first that found something all the same.
 */
function evidenceOf(sights: readonly Sight[]): string[] {
  const perSight = 4
  const ids = sights.flatMap(({ bad, looks }) => {
    const cited =
      bad.length > 0
        ? bad.flatMap(look => [look.firstBad, look.latest.id])
        : looks.toSorted((a, b) => b.findings.length - a.findings.length).map(look => look.latest.id)
    return cited.slice(0, perSight)
  })
  return [...new Set(ids)]
}
