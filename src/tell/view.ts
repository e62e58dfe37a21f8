import type { z } from 'zod'
import type { Fate } from '../model/fate.ts'
import type { Statement, StatementSource } from '../model/heard.ts'
import type { Incident } from '../model/incident.ts'
import type { Observation, Timestamp } from '../model/observation.ts'
import type { HeldReason } from '../model/report.ts'
import type { Catalogue, ComponentKey } from '../model/service.ts'
import type { VantagePoint } from '../model/vantage-point.ts'
import type { VantageVerdict, Verdict } from '../model/verdict.ts'
import type { Usual, Voice } from '../model/voice.ts'

type Moment = z.infer<typeof Timestamp>

/** Everything that a page may show, gathered once; rendering it is pure. */
export interface SiteView {
  /** When this view was gathered, and when the newest evidence in it was received (absent: none yet). */
  readonly generated: Moment
  readonly lastEvidence?: Moment
  readonly catalogue: Catalogue
  /** The standing verdict of each component; a component without one is `unknown`. */
  readonly verdicts: ReadonlyMap<ComponentKey, Verdict>
  readonly vantagePoints: readonly { readonly point: VantagePoint; readonly verdict?: VantageVerdict }[]
  /** Confirmed incidents of the last 90 days, newest first; open ones are among them. */
  readonly incidents: readonly Incident[]
  /** A component's last 90 days, oldest first, the last being today (UTC). */
  readonly history: (component: ComponentKey) => readonly Day[]
  /** What each service was last seen to stand on, by its id. */
  readonly fates: ReadonlyMap<string, Fate>
  /** What each service's operator said officially, newest first, and how its sources were heard, oldest first. */
  readonly statements: ReadonlyMap<string, readonly Statement[]>
  readonly sources: ReadonlyMap<string, readonly StatementSource[]>
  /** The looks that the incidents cite and that are still in the record, by id. */
  readonly looks: ReadonlyMap<string, Observation>
  /** What people say of each service, by its id; none of one that was never listened for. */
  readonly voices: ReadonlyMap<string, Voice>
  /** What people said of a service in the last 24 hours, by steps of ten minutes, oldest first. */
  readonly heard: (service: string) => readonly HeardStep[]
  /** What is usual of each service, by its id, where the judge has learnt it. */
  readonly usuals: ReadonlyMap<string, Usual>
}

/** Ten minutes of what people said of one service. */
export interface HeardStep {
  /** When it began. The last one may still be under way. */
  readonly from: Moment
  /** People a minute; null where too little was listened to for saying it. */
  readonly perMinute: number | null
  /** People who count, and those of them who named a component or a place, by its id. */
  readonly people: number
  readonly components: Counts
  readonly places: Counts
  /** Reports that were held back, by why. */
  readonly held: Partial<Record<HeldReason, number>>
}

type Counts = Readonly<Record<string, number>>

/** One UTC day of one component, in seconds of each kind; together at most 86,400. */
export interface Day {
  /** `2021-10-04` */
  readonly date: string
  readonly seen: number
  readonly degraded: number
  readonly partial: number
  readonly major: number
}
