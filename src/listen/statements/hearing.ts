import type { StatementSource } from '../../model/heard.ts'

/** Failures in a row after which a source is told as lost: one is nothing. */
const patience = 3

/** How one source is heard, from round to round. */
export interface Hearing {
  /** As it was last told; absent before the first word. */
  readonly told?: StatementSource['state']
  readonly failures: number
  /** When the first of the failures in a row was. */
  readonly since?: number
}

/** What a failure says of the source, by how others answer at the time. */
export type Line =
  /** Others answer: it is the source. */
  | 'sound'
  /** Nobody has answered since it fails: that may be our own line. */
  | 'unsure'
  /** Nobody at all has answered for a while: it is our own line, and says nothing. */
  | 'ours'

export interface Heard {
  readonly hearing: Hearing
  /** What there is to tell of it; absent where nothing changed. */
  readonly change?: Pick<StatementSource, 'at' | 'state' | 'because'>
}

export const unheard: Hearing = { failures: 0 }

export function heard({ told }: Hearing, now: number): Heard {
  const hearing: Hearing = { told: 'heard', failures: 0 }
  return told === 'heard' ? { hearing } : { hearing, change: { at: now, state: 'heard' } }
}

export function failed(hearing: Hearing, because: string, now: number, line: Line): Heard {
  const { told, failures, since = now } = hearing
  if (line === 'ours') return { hearing: told === undefined ? unheard : { told, failures: 0 } }
  const after: Hearing = { ...hearing, failures: failures + 1, since }
  if (told === 'lost' || after.failures < patience || line === 'unsure') return { hearing: after }
  return { hearing: { ...after, told: 'lost' }, change: { at: since, state: 'lost', because } }
}

/** How it stood with each source when the record was last written. */
export function hearingOf({ state, at }: Pick<StatementSource, 'state' | 'at'>): Hearing {
  return state === 'heard' ? { told: 'heard', failures: 0 } : { told: 'lost', failures: patience, since: at }
}

/** When a host last answered anything, and for how long that shows that the line is sound: milliseconds. */
export interface LastAnswer {
  readonly at: number
  readonly fresh: number
}

/**
 * @param others the last answers of the other hosts, undefined where there is no other
 * @param since when the source began to fail
 */
export function lineBy(others: readonly LastAnswer[] | undefined, since: number, now: number): Line {
  if (others === undefined || others.some(({ at }) => at >= since)) return 'sound'
  return others.some(({ at, fresh }) => now - at < fresh) ? 'unsure' : 'ours'
}
