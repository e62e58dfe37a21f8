import type { Failure } from '../model/failure.ts'
import { type Finding, type FindingArgs, finding } from '../model/finding.ts'

/** Pure: what it means that an HTTP answer did not come, or did not come whole. */
export function readBroken(failure: Failure | undefined, args: FindingArgs): Finding {
  if (failure === 'generic_timeout_error') return finding('response_timeout', args)
  if (failure === 'eof_error' || failure === 'connection_reset')
    return finding('response_cut_off', { ...args, failure })
  return finding('response_malformed', { ...args, failure: failure ?? 'no_status' })
}
