import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { z } from 'zod'
import { UserError } from '../base/user-error.ts'
import type { Evidence } from '../model/evidence.ts'
import { ErrorBody } from '../model/refusal.ts'
import { Catalogue } from '../model/service.ts'
import type { TargetKind } from '../model/target-kind.ts'

const zip = promisify(gzip)

export interface VantageClientOptions {
  /** The observatory's address, such as `https://prahari.example/`. */
  readonly observatory: string
  readonly token: string
  /** The kinds of probe that this vantage point knows; targets of others are left out. */
  readonly kinds: readonly TargetKind<unknown>[]
  /** Milliseconds for one request. */
  readonly timeout?: number
}

/** What an observatory answered, or `unreachable` where it answered nothing of use: try again later. */
export type Sent =
  | {
      readonly outcome: 'accepted'
      readonly appended: number
      readonly duplicates: number
      /** Ids of targets to look at now. */
      readonly closer: readonly string[]
    }
  | { readonly outcome: 'unreachable'; readonly why: string }

export type Fetched =
  | { readonly outcome: 'new'; readonly catalogue: Catalogue; readonly leftOut: readonly string[] }
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'unreachable'; readonly why: string }

/** A vantage point's side of the intake (intake.ts). */
export interface VantageClient {
  /**
   * Fetches the catalogue if it is another than last time.
   * @throws UserError where the observatory refuses this vantage point, with its words
   */
  catalogue(signal: AbortSignal): Promise<Fetched>
  /**
   * Sends a batch. `accepted` means that it is durable there.
   * @throws UserError where the observatory refuses it: sending it again would not help
   */
  send(batch: readonly Evidence[], signal: AbortSignal): Promise<Sent>
}

const Appended = z.object({
  appended: z.number(),
  duplicates: z.number(),
  closer: z.array(z.string()).default([]),
})

export function vantageClient(options: VantageClientOptions): VantageClient {
  const { observatory, token, kinds, timeout = 20_000 } = options
  const address = (path: string) => new URL(path, observatory.endsWith('/') ? observatory : `${observatory}/`)
  let etag: string | undefined

  async function ask(path: string, signal: AbortSignal, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('authorization', `Bearer ${token}`)
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeout)])
    return fetch(address(path), { ...init, headers, signal: limit })
  }

  return {
    async catalogue(signal) {
      try {
        const headers: Record<string, string> = etag === undefined ? {} : { 'if-none-match': etag }
        const answer = await ask('api/v1/agent/catalogue', signal, { headers })
        if (answer.status === 304) return { outcome: 'unchanged' }
        if (!answer.ok) return await refused(answer)
        const understanding = understood(Catalogue.parse(await answer.json()), kinds)
        etag = answer.headers.get('etag') ?? undefined
        return { outcome: 'new', ...understanding }
      } catch (error) {
        return unreachable(error)
      }
    },
    async send(batch, signal) {
      try {
        const body = await zip(batch.map(each => JSON.stringify(each)).join('\n'))
        const headers = { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' }
        const answer = await ask('api/v1/agent/evidence', signal, { method: 'POST', headers, body })
        if (!answer.ok) return await refused(answer)
        return { outcome: 'accepted', ...Appended.parse(await answer.json()) }
      } catch (error) {
        return unreachable(error)
      }
    },
  }
}

/** Statuses that say that the request itself is wrong; any other failure may pass. */
const final = new Set([400, 401, 403, 413, 415])

async function refused(answer: Response): Promise<{ outcome: 'unreachable'; why: string }> {
  const body = ErrorBody.safeParse(await answer.json().catch(() => undefined))
  const said = body.data?.error
  if (!final.has(answer.status)) {
    return { outcome: 'unreachable', why: said?.message ?? `it answered ${answer.status}` }
  }
  throw new UserError(
    `observatory-refused-${said?.code ?? answer.status}`,
    `the observatory refused this vantage point: ${said?.message ?? `status ${answer.status}`}`,
    said?.todo ?? 'check the observatory address (PRAHARI_OBSERVATORY)',
  )
}

function unreachable(error: unknown): { outcome: 'unreachable'; why: string } {
  if (error instanceof UserError) throw error
  if (!(error instanceof Error)) throw error
  const cause = error.cause instanceof Error ? error.cause.message : ''
  return { outcome: 'unreachable', why: cause || error.message }
}

/** Parses each target's spec anew, and leaves out targets that a newer observatory knows and we do not. */
function understood(
  catalogue: Catalogue,
  kinds: readonly TargetKind<unknown>[],
): { catalogue: Catalogue; leftOut: string[] } {
  const leftOut: string[] = []
  const targets = catalogue.targets.flatMap(target => {
    const spec = kinds.find(({ kind }) => kind === target.probe)?.target.safeParse(target.spec)
    if (spec?.success) return [{ ...target, spec: spec.data }]
    leftOut.push(target.id)
    return []
  })
  return { catalogue: { ...catalogue, targets }, leftOut }
}
