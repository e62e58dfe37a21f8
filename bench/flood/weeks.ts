import { type Random, seededRandom } from '../../src/base/random.ts'
import { createJudge } from '../../src/judge/fold.ts'
import { policy } from '../../src/listen/policy.ts'
import type { ReportCounts, ServiceReports } from '../../src/model/heard.ts'
import type { Catalogue } from '../../src/model/service.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { poisson, uneven } from './chance.ts'
import { usualPerMinute } from './night.ts'
import { floodedIds, type Person, people } from './people.ts'

const { windowMs } = policy.reports
/** Of the gamma distribution that a minute is uneven by: the variance of twenty a minute is about five times its mean. */
const shape = 5

/** What is counted on any day, window by window: uneven by the minute, with a daily season. */
export function* usualWindows(from: number, until: number, random: Random): Generator<ReportCounts> {
  const draw = people(random)
  let factors = new Map<string, number>()
  for (let at = from; at < until; at += windowMs) {
    if (at % 60_000 === 0) factors = new Map(floodedIds.map(id => [id, uneven(shape, random)]))
    const services = floodedIds.flatMap(service => {
      const expected = (usualPerMinute(service, at) * windowMs) / 60_000
      const count = poisson(expected * (factors.get(service) ?? 1), random)
      return count === 0
        ? []
        : [[service, usually(Array.from({ length: count }, () => draw(service)))] as const]
    })
    yield {
      kind: 'report_counts',
      id: `weeks-${at}`,
      at: at + windowMs,
      from: at,
      to: at + windowMs,
      through: 0,
      error: 0,
      services: Object.fromEntries(services),
    }
  }
}

/**
 * A data folder whose judge has heard the weeks before. They are fed to it as evidence, not over HTTP, and
 * what it remembers of them is kept as its snapshot.
 */
export async function liveThrough(
  folder: string,
  catalogue: Catalogue,
  weeks: number,
  until: number,
): Promise<void> {
  const judge = createJudge()
  const begun = until - weeks * 7 * 86_400_000
  const from = begun - (begun % windowMs)
  judge.apply({ v: 1, seq: 1, received: from, evidence: { kind: 'catalogue', id: 'c', at: from, catalogue } })
  for (const evidence of usualWindows(from, until, seededRandom(11)))
    judge.apply({ v: 1, seq: 1, received: evidence.to, evidence })
  await using store = await openSqlite(folder)
  await store.evidence.append([{ kind: 'catalogue', id: 'c', at: from, catalogue }], until)
  await store.judgements.commit({ seq: 1, judgements: [], snapshot: judge.snapshot() })
}

/** So many people as the crowd draws them, each of a network of their own. */
function usually(crowd: readonly Person[]): ServiceReports {
  const people = crowd.length
  return {
    taken: people,
    counted: people,
    held: {},
    components: numbers(crowd.flatMap(({ components }) => components)),
    problems: numbers(crowd.map(({ problem }) => problem)),
    places: numbers(crowd.flatMap(({ place }) => place ?? [])),
    carriers: numbers(crowd.flatMap(({ carrier }) => carrier ?? [])),
    networks: people,
    largestNetwork: 1 / people,
    reporters: people,
  }
}

function numbers(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
