import type { Challenge } from 'altcha-lib'
import type { Clock } from '../../base/clock.ts'
import { Refusal } from '../../model/refusal.ts'
import type { KeptReport } from '../../model/report.ts'
import type { Appended, ReportLog } from '../../store/reports.ts'
import { busy } from './body.ts'
import type { FloodControl } from './flood.ts'
import type { From } from './from.ts'
import { type Kept, keeping } from './keep.ts'
import type { Known } from './known.ts'
import type { Proofs } from './proof.ts'
import type { Request } from './read-request.ts'

/** What became of a request's reports. */
export interface Taken {
  readonly taken: number
  /** Those that their senders had sent already within the quarter hour. */
  readonly again: number
  readonly refused: readonly RefusedReport[]
  /** Asked for where it looks like a flood: the report counts once it is sent again with a proof. */
  readonly proof?: { readonly challenge: Challenge } | { readonly retryAfter: number }
}

/** Which report of a batch was refused, by its place from 0, and why. */
export interface RefusedReport {
  readonly index: number
  readonly code: string
  readonly message: string
  readonly todo: string
}

export interface TakeOptions {
  readonly log: Pick<ReportLog, 'append'>
  readonly known: () => Known
  readonly flood: FloodControl
  readonly proofs: Proofs
  /** Called for each report that was refused because its sender sends too fast. */
  readonly tooFast: (service: string) => void
  readonly clock: Clock
}

/**
 * Reports that go to the log together: they are bytes there at once, so that a batch of a thousand is never
 * held as a thousand objects of ours.
 */
const together = 100
/** Mistakes of a batch that are told with what to do. */
const helped = 10
/** Reports that may wait for the disk at once. */
const mostUnderWay = 200_000
/** Seconds after which there is a challenge again. */
const challengeAgain = 5

/** @returns a function that keeps a request's reports; what it resolves to is on the disk. It throws Refusal. */
export function taking(options: TakeOptions): (request: Request, from: From) => Promise<Taken> {
  const { log, known, flood, proofs, clock } = options
  let underWay = 0

  /** @throws Refusal, having counted what it refuses */
  function admit({ items, read }: Request, { gateway, network }: From): { suspect: boolean } {
    const count = items.length
    const admission =
      gateway === undefined ? flood.fromNetwork(network(), count) : flood.fromGateway(gateway, count)
    if (admission.admitted) return admission
    for (const item of items) {
      const sent = read(item)
      if (!(sent instanceof Refusal) && known().services.has(sent.service)) options.tooFast(sent.service)
    }
    const seconds = Math.ceil(admission.wait / 1000)
    const message = `more comes from ${gateway ?? 'your network'} than is taken`
    throw new Refusal(429, 'too-many-reports', message, `send it again in ${seconds} seconds`, seconds)
  }

  async function append(reports: readonly KeptReport[]): Promise<Appended> {
    underWay += reports.length
    try {
      return await log.append(reports)
    } finally {
      underWay -= reports.length
    }
  }

  async function appendAll(
    request: Request,
    keep: (item: unknown, helpful: boolean) => Kept,
  ): Promise<Taken> {
    const { items, single } = request
    const refused: RefusedReport[] = []
    const appended: Promise<Appended>[] = []
    for (let at = 0; at < items.length; at += together) {
      const reports: KeptReport[] = []
      items.slice(at, at + together).forEach((item, place) => {
        const kept = keep(item, refused.length < helped)
        if (!(kept instanceof Refusal)) reports.push(kept)
        else if (single) throw kept
        else refused.push(inBatch(kept, at + place))
      })
      appended.push(append(reports))
    }
    const sums = await Promise.all(appended)
    const sum = (of: keyof Appended) => sums.reduce((total, each) => total + each[of], 0)
    return { taken: sum('appended'), again: sum('duplicates'), refused }
  }

  return async (request, from) => {
    if (underWay > mostUnderWay) throw busy()
    const { suspect } = admit(request, from)
    const worked = request.proof !== undefined && (await proofs.use(request.proof))
    const proved = worked || (suspect ? false : undefined)
    const keep = keeping(known(), from, proved, clock.now())
    const taken = await appendAll(request, (item, helpful) => keep(request.read(item), helpful))
    if (proved !== false || !request.single || request.form !== undefined) return taken
    const challenge = await proofs.challenge()
    return { ...taken, proof: challenge === undefined ? { retryAfter: challengeAgain } : { challenge } }
  }
}

function inBatch({ code, message, todo }: Refusal, index: number): RefusedReport {
  return { index, code, message, todo }
}
