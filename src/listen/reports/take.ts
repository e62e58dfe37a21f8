import type { Challenge } from 'altcha-lib'
import type { Clock } from '../../base/clock.ts'
import { Refusal } from '../../model/refusal.ts'
import { markUnproved } from '../../store/report-block.ts'
import type { Appended, ReportLog } from '../../store/reports.ts'
import type { RefusedReport, WrittenBatch } from './batch.ts'
import { busy } from './body.ts'
import type { FloodControl } from './flood.ts'
import type { From } from './from.ts'
import { kept } from './keep.ts'
import { type Known, mistakeIn } from './known.ts'
import type { Proofs } from './proof.ts'
import type { OneRequest } from './read-request.ts'
import type { Who } from './who.ts'

/** What became of a request's reports. */
export interface Taken {
  readonly taken: number
  /** Those that their senders had sent already within the quarter hour. */
  readonly again: number
  readonly refused: readonly RefusedReport[]
  /** Asked for where it looks like a flood: the report counts once it is sent again with a proof. */
  readonly proof?: { readonly challenge: Challenge } | { readonly retryAfter: number }
}

export interface TakeOptions {
  readonly log: Pick<ReportLog, 'append' | 'appendBlock'>
  readonly known: () => Known
  readonly flood: FloodControl
  readonly proofs: () => Promise<Proofs>
  /** Called for reports that were refused because their sender sends too fast. */
  readonly tooFast: (service: string, reports: number) => void
  readonly clock: Clock
}

/** What keeps reports. What it resolves to is on the disk; it throws Refusal. */
export interface Taker {
  one(request: OneRequest, from: From, who: Who): Promise<Taken>
  batch(batch: WrittenBatch, from: From, who: Who): Promise<Taken>
}

/** Reports that may wait for the disk at once. */
const mostUnderWay = 200_000
/** Seconds after which there is a challenge again. */
const challengeAgain = 5

export function taker(options: TakeOptions): Taker {
  const { log, known, flood, proofs, clock } = options
  let underWay = 0

  /** @throws Refusal, having counted what it refuses */
  function admit({ gateway }: From, who: Who, size: number, services: Iterable<[string, number]>): boolean {
    const admission =
      gateway === undefined
        ? flood.fromNetwork(who.network(undefined), size)
        : flood.fromGateway(gateway, size)
    if (admission.admitted) return admission.suspect
    for (const [service, count] of services) options.tooFast(service, count)
    const seconds = Math.ceil(admission.wait / 1000)
    const message = `more comes from ${gateway ?? 'your network'} than is taken`
    throw new Refusal(429, 'too-many-reports', message, `send it again in ${seconds} seconds`, seconds)
  }

  async function onDisk(size: number, append: () => Promise<Appended>): Promise<Appended> {
    if (underWay > mostUnderWay) throw busy()
    underWay += size
    try {
      return await append()
    } finally {
      underWay -= size
    }
  }

  return {
    async one({ report: sent, proof, form }, from, who) {
      const mistake = mistakeIn(sent, known(), true)
      if (mistake !== undefined) throw mistake
      const suspect = admit(from, who, 1, [[sent.service, 1]])
      const worked = proof !== undefined && (await (await proofs()).use(proof))
      const proved = worked || (suspect ? false : undefined)
      const now = clock.now()
      const report = kept(sent, { known: known(), who, gateway: from.gateway, proved, now }, true)
      if (report instanceof Refusal) throw report
      const { appended, duplicates } = await onDisk(1, () => log.append([report]))
      const taken = { taken: appended, again: duplicates, refused: [] }
      if (proved !== false || form !== undefined) return taken
      const challenge = await (await proofs()).challenge()
      return { ...taken, proof: challenge === undefined ? { retryAfter: challengeAgain } : { challenge } }
    },
    async batch({ size, block, services, refused }, from, who) {
      if (admit(from, who, size, services)) markUnproved(block)
      const { appended, duplicates } = await onDisk(size, () => log.appendBlock(block))
      return { taken: appended, again: duplicates, refused }
    },
  }
}
