import { type Finding, finding } from '../../../model/finding.ts'
import { readOpen, seenOpening } from '../../open.ts'
import type { Reading } from '../../probe.ts'
import { readUnheard } from '../../read-stream.ts'
import { type MqttDetail, optionsOf } from './run.ts'
import type { MqttTarget } from './target.ts'

/**
 * Codes by which a broker that works turns a stranger away, or sends him to another broker: the service
 * is there and says so. 2, 4, 5 are of MQTT 3.1.1 (§3.2.2.3), the others of MQTT 5 (§3.2.2.2).
 */
const brokerSpeaks = new Set([0, 2, 4, 5, 0x85, 0x86, 0x87, 0x8c, 0x9c, 0x9d])

/** Codes of MQTT 5 by which it turns this prober away: banned, quota exceeded, too many connections. */
const turnedAway = new Set([0x8a, 0x97, 0x9f])

const reasons: Readonly<Record<number, string>> = {
  1: 'unacceptable_protocol_version',
  3: 'server_unavailable',
  132: 'unsupported_protocol_version',
  136: 'server_unavailable',
  137: 'server_busy',
}

/** Pure. */
export function readMqtt(detail: MqttDetail, target: MqttTarget): Reading {
  return {
    steps: detail.steps,
    findings: [...readOpen(detail, optionsOf(target)), ...readAnswer(detail, target)],
    seen: seenOpening(detail),
  }
}

function readAnswer({ answer }: MqttDetail, { host }: MqttTarget): Finding[] {
  if (answer === undefined) return []
  const { said, failure } = answer
  const args = { host, protocol: 'MQTT' }
  if (failure !== undefined) return [readUnheard(failure, args)]
  if (said === undefined || said === 'malformed') return [finding('stream_malformed', args)]
  const { code } = said
  if (brokerSpeaks.has(code)) return []
  if (turnedAway.has(code)) return [finding('prober_refused', { host, code })]
  return [finding('stream_refused', { ...args, code, reason: reasons[code] ?? 'refused' })]
}
