import type { Judgement } from '../model/judgement.ts'
import type { Schema } from './schema.ts'

/** The columns by which a judgement is found again. */
export type Indexed = Omit<Schema['judgement'], 'offset' | 'body'> & {
  readonly rank: number
  readonly closed?: number | undefined
}

export function indexed(judgement: Judgement): Indexed {
  const { kind, id } = judgement
  switch (judgement.kind) {
    case 'verdict': {
      const { component, decided } = judgement
      return { kind, id, version: 0, subject: component, decided, rank: decided }
    }
    case 'vantage': {
      const { vantagePoint, since } = judgement
      return { kind, id, version: 0, subject: vantagePoint, decided: since, rank: since }
    }
    case 'voice': {
      const { service, decided } = judgement
      return { kind, id, version: 0, subject: service, decided, rank: decided }
    }
    case 'incident': {
      const { version, updated, state, resolved } = judgement
      const closed = state === 'retracted' ? updated : resolved
      return { kind, id, version, subject: id, decided: updated, rank: version, closed }
    }
  }
}

/** Ids of the evidence that a judgement stands on: retention keeps it. */
export function cites(judgement: Judgement): string[] {
  switch (judgement.kind) {
    case 'verdict':
    case 'voice':
      return judgement.evidence
    case 'vantage':
      return []
    case 'incident':
      return judgement.timeline.flatMap(development => development.evidence)
  }
}
