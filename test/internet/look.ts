import assert from 'node:assert/strict'
import { systemClock } from '../../src/base/clock.ts'
import { systemRandom } from '../../src/base/random.ts'
import { Finding } from '../../src/model/finding.ts'
import { Seen, Step } from '../../src/model/observation.ts'
import { createDelegationMemory } from '../../src/net/dns/delegation.ts'
import { createMessageMemory } from '../../src/net/dns/message-memory.ts'
import type { ProbeContext, ProbeKind, Reading } from '../../src/observe/probe.ts'

/** What a probe looks with in a test: IPv4, no resolvers, and three seconds. */
export function lookingContext(changes: Partial<ProbeContext> = {}): ProbeContext {
  const { timeout = 3000 } = changes
  return {
    clock: systemClock,
    random: systemRandom,
    signal: AbortSignal.timeout(timeout),
    timeout,
    attempt: 0,
    families: [4],
    resolvers: [],
    rootServers: [],
    publicOnly: false,
    stop: new AbortController().signal,
    lastKnownGood: { addresses: () => [], remember: () => {} },
    delegations: createDelegationMemory(),
    trustAnchors: [],
    messages: createMessageMemory(),
    ...changes,
  }
}

/** Looks once, and holds the detail and its reading to what every probe promises. */
export async function lookOnce<Target, Detail>(
  probe: ProbeKind<Target, Detail>,
  spec: unknown,
  context: ProbeContext = lookingContext(),
): Promise<Reading> {
  const target = probe.target.parse(spec)
  assert.deepEqual(probe.target.parse(target), target, 'a target can be handed on')
  const detail = await probe.run(target, context)
  assert.deepEqual(JSON.parse(JSON.stringify(detail)), detail, 'a detail is plain JSON')
  const reading = probe.read(detail, target)
  for (const step of reading.steps) Step.parse(step)
  for (const found of reading.findings) Finding.parse(found)
  if (reading.seen !== undefined) Seen.parse(reading.seen)
  return reading
}

/** The codes of what was found. */
export function codesOf({ findings }: Reading): string[] {
  return findings.map(({ code }) => code)
}
