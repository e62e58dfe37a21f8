import { type Finding, finding } from '../../../model/finding.ts'
import { readOpen, seenOpening } from '../../open.ts'
import type { Reading } from '../../probe.ts'
import { readBroken } from '../../read-http.ts'
import { readUnheard } from '../../read-stream.ts'
import { optionsOf, type WebsocketDetail } from './run.ts'
import type { WebsocketTarget } from './target.ts'

/** Pure. */
export function readWebsocket(detail: WebsocketDetail, target: WebsocketTarget): Reading {
  const options = optionsOf(target)
  const { host } = options
  return {
    steps: detail.steps,
    findings: [...readOpen(detail, options), ...readAnswer(detail, host), ...readPing(detail, host)],
    seen: seenOpening(detail),
  }
}

function readAnswer({ answer }: WebsocketDetail, host: string): Finding[] {
  if (answer === undefined) return []
  const { status, failure, refused, wrong } = answer
  if (status === undefined) return [readBroken(failure, { host, protocol: 'http/1.1' })]
  if (status === 101) return wrong === undefined ? [] : [finding('upgrade_refused', { host, status, wrong })]
  if (refused) return [finding('prober_refused', { host, status })]
  return [finding(status >= 500 ? 'server_error' : 'upgrade_refused', { host, status })]
}

function readPing({ ping }: WebsocketDetail, host: string): Finding[] {
  if (ping === undefined) return []
  const { said, failure } = ping
  const args = { host, protocol: 'WebSocket' }
  if (failure !== undefined) return [readUnheard(failure, args)]
  if (said?.kind === 'pong') return []
  if (said?.kind !== 'close') return [finding('stream_malformed', args)]
  const { code } = said
  return turnsAway(code)
    ? [finding('prober_refused', { host, code })]
    : [finding('stream_refused', { ...args, code })]
}

/** A policy violation, and whatever the application itself calls wrong with a stranger (RFC 6455 §7.4). */
function turnsAway(code: number): boolean {
  return code === 1008 || (code >= 4000 && code < 5000)
}
