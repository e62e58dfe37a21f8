import type { Random } from '../../src/base/random.ts'
import type { Recorded } from '../../src/model/evidence.ts'
import { finding } from '../../src/model/finding.ts'
import type { Layer } from '../../src/model/layer.ts'
import type { Observation } from '../../src/model/observation.ts'

/** The record as it would be if this share of the looks had been lost on the way, wherever on it. */
export function* withLoss(records: Iterable<Recorded>, share: number, random: Random): Generator<Recorded> {
  for (const record of records) {
    const { evidence } = record
    const lost = evidence.kind === 'observation' && random() < share
    yield lost ? { ...record, evidence: lose(evidence, random) } : record
  }
}

const order: readonly Layer[] = ['dns', 'tcp', 'tls', 'http']
const names = ['resolver_timeout', 'authoritative_unreachable'] as const
const pages = ['resolver_timeout', 'connect_timeout', 'handshake_timeout', 'response_timeout'] as const

function lose(look: Observation, random: Random): Observation {
  const codes = look.probe === 'dns' ? names : look.probe === 'https' ? pages : pages.slice(0, 2)
  const found = finding(codes[Math.floor(random() * codes.length)] ?? 'resolver_timeout', {})
  const passed = order.slice(0, order.indexOf(found.layer))
  const { seen: _, detail: __, ...rest } = look
  return { ...rest, findings: [found], steps: look.steps.filter(({ layer }) => passed.includes(layer)) }
}
