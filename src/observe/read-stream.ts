import type { Failure } from '../model/failure.ts'
import { type Finding, type FindingArgs, finding } from '../model/finding.ts'
import { tooLong } from '../net/tcp/hear.ts'

/**
 * Pure: what it means that the opening of a conversation was not answered: silence, a babble without end,
 * or a connection that is broken off, which is a refusal.
 */
export function readUnheard(failure: Failure, args: FindingArgs): Finding {
  if (failure === 'generic_timeout_error') return finding('stream_silent', args)
  if (failure === tooLong) return finding('stream_malformed', { ...args, failure })
  return finding('stream_refused', { ...args, reason: failure })
}
