import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { requestBudget } from '../base/budget.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import { bearerToken, holderOf } from '../base/token.ts'
import { Refusal } from '../model/refusal.ts'
import type { Catalogue } from '../model/service.ts'
import type { Tokens } from '../model/tokens.ts'
import type { EvidenceLog } from '../store/store.ts'
import { readBatch, tooLarge } from './intake-batch.ts'

export interface IntakeOptions {
  readonly evidence: Pick<EvidenceLog, 'append'>
  /** The catalogue in force now. */
  readonly catalogue: () => Catalogue
  /** Read anew for each request, so that a new token works at once. */
  readonly tokens: () => Promise<Tokens>
  /** Ids of the targets that every vantage point should look at now. */
  readonly closer: () => readonly string[]
  readonly clock: Clock
  readonly log: Log
  /** Bytes of a batch at most, packed and unpacked. */
  readonly limit?: number
  /** Requests a minute at most from one vantage point. */
  readonly perMinute?: number
}

/** Where vantage points elsewhere fetch the catalogue and send what they saw. */
export function intakeRoutes(options: IntakeOptions): Hono {
  const { evidence, catalogue, tokens, closer, clock, log, limit = 8 * 2 ** 20, perMinute = 600 } = options
  const spend = requestBudget(clock, perMinute)
  const routes = new Hono()
  let described: { readonly of: Catalogue; readonly body: string; readonly etag: string } | undefined

  async function sender(context: Context): Promise<string> {
    const token = bearerToken(context.req.header('authorization'))
    const id = token === undefined ? undefined : holderOf(token, (await tokens()).vantagePoints)
    if (id === undefined) {
      const message = token === undefined ? 'no token was given' : 'this token is not known here'
      const todo =
        'make one at the observatory with `prahari token <vantage-id>` and send it as `Authorization: Bearer …`'
      throw new Refusal(401, 'unknown-token', message, todo)
    }
    if (!spend(id)) {
      const message = `${id} has sent more than ${perMinute} requests within a minute`
      throw new Refusal(429, 'too-many-requests', message, 'send larger batches, less often')
    }
    return id
  }

  routes.get('/api/v1/agent/catalogue', async context => {
    await sender(context)
    const now = catalogue()
    if (described?.of !== now) described = describe(now)
    const { body, etag } = described
    context.header('etag', etag)
    context.header('cache-control', 'private, no-cache')
    if (context.req.header('if-none-match') === etag) return context.body(null, 304)
    return context.body(body, 200, { 'content-type': 'application/json' })
  })

  const bounded = bodyLimit({
    maxSize: limit,
    onError: () => {
      throw tooLarge(limit)
    },
  })
  routes.post('/api/v1/agent/evidence', bounded, async context => {
    const id = await sender(context)
    const body = new Uint8Array(await context.req.arrayBuffer())
    const batch = await readBatch(body, context.req.header('content-encoding'), id, limit)
    return context.json({ ...(await evidence.append(batch, clock.now())), closer: closer() })
  })

  routes.onError((error, context) => {
    if (error instanceof Refusal) {
      log.warn('refused a vantage point', { code: error.code, message: error.message })
      if (error.status === 429) context.header('retry-after', '10')
      return context.json(error.body, error.status)
    }
    log.error('the intake failed', { error })
    const todo = 'send it again later; the observatory has the reason in its log'
    return context.json({ error: { code: 'internal', message: 'the observatory failed', todo } }, 500)
  })
  return routes
}

function describe(catalogue: Catalogue): { of: Catalogue; body: string; etag: string } {
  const body = JSON.stringify(catalogue)
  return { of: catalogue, body, etag: `"${createHash('sha256').update(body).digest('base64url')}"` }
}
