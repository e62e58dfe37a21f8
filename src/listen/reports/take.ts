import type { Challenge } from 'altcha-lib'
import type { Clock } from '../../base/clock.ts'
import { Refusal } from '../../model/refusal.ts'
import type { KeptReport, Report } from '../../model/report.ts'
import type { ReportLog } from '../../store/reports.ts'
import { busy } from './body.ts'
import type { FloodControl } from './flood.ts'
import type { From } from './from.ts'
import { type Known, looked } from './known.ts'
import type { Proofs } from './proof.ts'
import type { Request } from './read-request.ts'
import type { PassedOn } from './sent.ts'

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

const quarterHour = 15 * 60_000
/** Mistakes of a batch that are told with what to do. */
const helped = 10
/** Reports that may wait for the disk at once. */
const mostUnderWay = 200_000
/** Seconds after which there is a challenge again. */
const challengeAgain = 5

interface Good {
  readonly sent: PassedOn
  readonly report: Report
  readonly at: number
}

/** @returns a function that keeps a request's reports; what it resolves to is on the disk. It throws Refusal. */
export function taking(options: TakeOptions): (request: Request, from: From) => Promise<Taken> {
  const { log, flood, proofs, clock } = options
  let underWay = 0

  async function kept(reports: readonly KeptReport[]): Promise<{ appended: number; duplicates: number }> {
    if (underWay > mostUnderWay) throw busy()
    underWay += reports.length
    try {
      return await log.append(reports)
    } finally {
      underWay -= reports.length
    }
  }

  function admit({ gateway, network }: From, count: number, good: readonly Good[]): { suspect: boolean } {
    const admission =
      gateway === undefined ? flood.fromNetwork(network, count) : flood.fromGateway(gateway, count)
    if (admission.admitted) return admission
    for (const { report } of good) options.tooFast(report.service)
    const seconds = Math.ceil(admission.wait / 1000)
    const message = `more comes from ${gateway ?? 'your network'} than is taken`
    throw new Refusal(429, 'too-many-reports', message, `send it again in ${seconds} seconds`, seconds)
  }

  return async (request, from) => {
    const { good, refused } = sorted(request, from, options.known(), clock.now())
    const { suspect } = admit(from, request.reports.length, good)
    const worked = request.proof !== undefined && (await proofs.use(request.proof))
    const proved = worked || (suspect ? false : undefined)
    const { appended, duplicates } = await kept(good.map(each => asKept(each, from, proved)))
    const taken = { taken: appended, again: duplicates, refused }
    if (proved !== false || !request.single || request.form !== undefined) return taken
    const challenge = await proofs.challenge()
    return { ...taken, proof: challenge === undefined ? { retryAfter: challengeAgain } : { challenge } }
  }
}

/** @throws Refusal of the only report there is */
function sorted(
  request: Request,
  from: From,
  known: Known,
  now: number,
): { good: Good[]; refused: RefusedReport[] } {
  const good: Good[] = []
  const refused: RefusedReport[] = []
  request.reports.forEach((sent, index) => {
    const report = sent instanceof Refusal ? sent : looked(sent, known, refused.length < helped)
    const at = sent instanceof Refusal ? now : timeOf(sent, from, now)
    const wrong = report instanceof Refusal ? report : at instanceof Refusal ? at : undefined
    if (wrong !== undefined && request.single) throw wrong
    if (sent instanceof Refusal || report instanceof Refusal || at instanceof Refusal) {
      const { code = '', message = '', todo = '' } = wrong ?? {}
      refused.push({ index, code, message, todo })
    } else good.push({ sent, report, at })
  })
  return { good, refused }
}

/** Only gateways are asked when it was: they may have collected a while. */
function timeOf({ at }: PassedOn, { gateway }: From, now: number): number | Refusal {
  if (gateway === undefined || at === undefined || at > now) return now
  if (now - at <= quarterHour) return at
  return new Refusal(400, 'too-old', 'at is more than 15 minutes ago', 'send reports sooner, or leave at out')
}

/**
 * One without the proof that was asked for is somebody else than the same with it: so it counts once the proof
 * comes, and the one held back is still there.
 */
function asKept({ sent, report, at }: Good, from: From, proved: boolean | undefined): KeptReport {
  const { who, gateway } = from
  const quarter = String(Math.floor(at / quarterHour))
  const unproved = proved === false ? 'unproved' : ''
  const parts = [...from.parts, sent.reporter ?? '', report.service, quarter, unproved]
  return {
    ...report,
    at,
    person: who.person(parts),
    network: gateway === undefined ? from.network : who.network(`gateway\n${gateway}\n${sent.network ?? ''}`),
    ...(gateway === undefined ? {} : { gateway }),
    ...(proved === undefined ? {} : { proved }),
  }
}
