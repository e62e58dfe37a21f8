import { z } from 'zod'

/** How every refusal of the API is told: a permanent code, what happened, what to do. */
export const ErrorBody = z.object({
  error: z.object({ code: z.string(), message: z.string(), todo: z.string() }),
})
export type ErrorBody = z.infer<typeof ErrorBody>

/** Thrown within the intake for a request that is refused; it becomes an answer with an `ErrorBody`. */
export class Refusal extends Error {
  readonly status: 400 | 401 | 403 | 405 | 408 | 413 | 415 | 417 | 429 | 431 | 503
  readonly code: string
  readonly todo: string
  /** Seconds after which it may go better. */
  readonly retryAfter: number | undefined

  constructor(status: Refusal['status'], code: string, message: string, todo: string, retryAfter?: number) {
    super(message)
    this.status = status
    this.code = code
    this.todo = todo
    this.retryAfter = retryAfter
  }

  get body(): ErrorBody {
    return { error: { code: this.code, message: this.message, todo: this.todo } }
  }
}
