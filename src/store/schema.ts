import type { Generated } from 'kysely'

/** The tables as the newest migration leaves them. Times are milliseconds since 1970, bodies JSON. */
export interface Schema {
  evidence: {
    seq: Generated<number>
    id: string
    kind: string
    received: number
    version: number
    body: string
  }
  judgement: {
    offset: Generated<number>
    kind: 'verdict' | 'vantage' | 'incident' | 'voice'
    id: string
    /** An incident's version; 0 for what has none. */
    version: number
    /** The component, vantage point, incident or service that it speaks of. */
    subject: string
    decided: number
    body: string
  }
  newest: {
    kind: 'verdict' | 'vantage' | 'incident' | 'voice'
    subject: string
    offset: number
    /** The time of deciding, or an incident's version: a later one replaces, an earlier one never. */
    rank: number
    /** When an incident was over; null while it is not. */
    closed: number | null
  }
  progress: { one: number; judged: number; snapshot_seq: number | null; snapshot: string | null }
  cited: { evidence: string }
  fate: { service: string; body: string }
  usual: { service: string; body: string }
  hourly: {
    target: string
    vantage_point: string
    hour: number
    looks: number
    failed: number
    p50: number
    p95: number
    p99: number
    sketch: string
  }
}
