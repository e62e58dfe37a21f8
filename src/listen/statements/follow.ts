import type { Clock } from '../../base/clock.ts'
import type { Log } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import type { Statement, StatementSource } from '../../model/heard.ts'
import type { Catalogue } from '../../model/service.ts'
import type { Resolve } from '../../net/http/get.ts'
import type { EvidenceLog } from '../../store/store.ts'
import { createAsker } from './asker.ts'
import { type Ear, hearGroup } from './hear.ts'
import { hearingOf } from './hearing.ts'
import { statementReaders } from './index.ts'
import { toldOf } from './news.ts'
import { type Pace, usualPace, waitMs } from './pace.ts'
import type { Secrets } from './reader.ts'
import { type Group, groupsOf, sourceKey } from './sources.ts'

export interface FollowOptions {
  readonly catalogue: Catalogue
  readonly evidence: EvidenceLog
  /** Ids of services that are in trouble now, as the record has it: their operators are asked more often. */
  readonly troubled: () => ReadonlySet<string>
  readonly secrets: Secrets
  /** See src/net/http/get.ts. */
  readonly resolve: Resolve
  readonly privateHosts: ReadonlySet<string>
  /** For tests; a minute is usual. */
  readonly pace?: Pace
  readonly clock: Clock
  readonly random: Random
  readonly newId: () => string
  readonly log: Log
  readonly signal: AbortSignal
}

/**
 * Hears what operators say officially, each source at its pace and never twice at once, and appends what is new
 * to the record until `signal` is aborted. A source's failure is told after some in a row. What it told before
 * a restart it knows from the record.
 */
export async function followStatements(options: FollowOptions): Promise<void> {
  const { catalogue, secrets, clock, signal } = options
  const groups = groupsOf(catalogue, statementReaders, secrets)
  const ear = await openEar(options, groups)
  await Promise.all(groups.map(group => followGroup(group, options, ear)))
  // The loop of a catalogue without sources goes on as well: whoever runs it takes an end for a failure.
  while (!signal.aborted) await clock.sleep(3_600_000, signal)
}

async function openEar(options: FollowOptions, groups: readonly Group[]): Promise<Ear> {
  const { evidence } = options
  const statements = await evidence.heardSince('statement', 0)
  const sources = (await evidence.heardSince('statement_source', 0)).map(
    each => each.evidence as StatementSource,
  )
  return {
    ...options,
    asker: createAsker(options),
    told: toldOf(statements.map(each => each.evidence as Statement)),
    hearings: new Map(sources.map(each => [sourceKey(each.service, each.source), hearingOf(each)])),
    read: new Set(),
    answered: new Map(),
    hosts: new Set(groups.map(({ url }) => new URL(url).host)).size,
  }
}

/** The slowest that one of its sources asks for. */
function paceOf({ sources }: Group): Pace | undefined {
  const paces = sources.flatMap(({ reader, entry }) => reader.pace?.(entry) ?? [])
  return paces.toSorted((a, b) => b.usual - a.usual)[0]
}

async function followGroup(group: Group, options: FollowOptions, ear: Ear): Promise<void> {
  const { clock, random, signal, troubled, log } = options
  const pace = paceOf(group) ?? options.pace ?? usualPace
  // So that a start does not ask everybody at once.
  await clock.sleep(random() * pace.troubled, signal)
  while (!signal.aborted) {
    const began = clock.monotonic()
    const { failures, retryAfter } = await hearGroup(group, 2 * pace.usual, ear).catch((error: unknown) => {
      log.error('what operators say could not be kept', { error, url: group.url })
      return { failures: 0, retryAfter: 0 }
    })
    const jitter = 0.9 + random() * 0.2
    const isDue = () => {
      const inTrouble = group.sources.some(({ service }) => troubled().has(service))
      return clock.monotonic() - began >= jitter * waitMs(pace, inTrouble, failures, retryAfter)
    }
    do await clock.sleep(Math.min(1000, pace.troubled / 4), signal)
    while (!signal.aborted && !isDue())
  }
}
