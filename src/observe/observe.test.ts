import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { describe, it } from 'node:test'
import { z } from 'zod'
import { systemClock } from '../base/clock.ts'
import { lineLog, silentLog } from '../base/log.ts'
import { seededRandom } from '../base/random.ts'
import { finding } from '../model/finding.ts'
import { Observation } from '../model/observation.ts'
import type { Target } from '../model/service.ts'
import { createDelegationMemory } from '../net/dns/delegation.ts'
import { createMessageMemory } from '../net/dns/message-memory.ts'
import { connect } from '../net/tcp/connect.ts'
import { createAddressMemory } from './memory.ts'
import { createObserver, type ObserverOptions } from './observe.ts'
import { type AnyProbeKind, defineProbe } from './probe.ts'

/** Connects to a port of this machine; port 0 stands for a fault of the probe itself. */
const port = defineProbe<number, { failure?: string }>({
  kind: 'port',
  summary: 'for these tests',
  target: z.number(),
  key: String,
  hosts: () => [],
  async run(target, { signal }) {
    if (target === 0) throw new Error('the probe is broken')
    const { socket, failure } = await connect('127.0.0.1', target, { signal })
    socket?.destroy()
    return failure === undefined ? {} : { failure }
  },
  read: ({ failure }) => ({
    steps: [],
    findings: failure === undefined ? [] : [finding('connect_refused', { failure })],
    seen: {
      addresses: ['192.0.2.1', '192.0.2.2', '198.51.100.1'],
      nameServers: [{ host: 'ns.example', addresses: ['203.0.113.1'] }],
    },
  }),
})

const target = (spec: number): Target => ({
  id: `port:${spec}`,
  probe: 'port',
  spec,
  every: 1000,
  timeout: 1000,
})
const stop = new AbortController().signal

function observer(controls: readonly Target[], more: Partial<ObserverOptions> = {}) {
  let made = 0
  return createObserver({
    vantagePoint: 'here',
    kinds: [port as AnyProbeKind],
    families: [4],
    resolvers: [],
    rootServers: [],
    lastKnownGood: createAddressMemory(),
    delegations: createDelegationMemory(),
    trustAnchors: [],
    messages: createMessageMemory(),
    controls: () => controls,
    clock: systemClock,
    random: seededRandom(1),
    newId: () => `o-${made++}`,
    log: silentLog,
    ...more,
  })
}

async function listening(): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer(socket => socket.destroy())
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : 0,
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
}

const look = (spec: number) => ({ target: target(spec), due: 0, attempt: 2 })

describe('an observer', () => {
  it('writes one observation a look, as the record takes it', async () => {
    const server = await listening()
    const observation = await observer([]).carryOut(look(server.port), stop)
    await server.close()
    Observation.parse(observation)
    assert.equal(observation?.attempt, 2)
    assert.deepEqual(observation?.findings, [])
    assert.equal(observation?.detail, undefined, 'what is in order keeps no raw detail')
  })

  it('says of all addresses that were met to which network they belong, each network once', async () => {
    const server = await listening()
    const nets = [
      { prefix: '192.0.2.0/24', as: 64500, name: 'Example' },
      { prefix: '203.0.113.0/24', as: 64501 },
    ]
    const networkOf = (address: string) =>
      nets.find(({ prefix }) => address.startsWith(prefix.slice(0, prefix.lastIndexOf('.'))))
    const told = await observer([], { networkOf }).carryOut(look(server.port), stop)
    assert.deepEqual(told?.seen?.networks, nets)
    const untold = await observer([]).carryOut(look(server.port), stop)
    assert.equal(untold?.seen?.networks, undefined)
    await server.close()
  })

  it('asks the controls after a failure, and says how many it saw', async () => {
    const server = await listening()
    const refused = await listening()
    await refused.close()
    const seeing = await observer([target(server.port)]).carryOut(look(refused.port), stop)
    assert.deepEqual(seeing?.controls, { seen: 1, asked: 1 })
    assert.deepEqual(seeing?.detail, { failure: 'connection_refused' })
    await server.close()
    const blind = await observer([target(server.port)]).carryOut(look(refused.port), stop)
    assert.deepEqual(blind?.controls, { seen: 0, asked: 1 })
  })

  it('logs a fault of its own and records nothing', async () => {
    const lines: string[] = []
    const log = lineLog(systemClock, line => lines.push(line))
    assert.equal(await observer([], { log }).carryOut(look(0), stop), undefined)
    assert.match(lines.join(''), /a probe has a fault.*the probe is broken/)
  })

  it('records nothing of a look that was broken off because it stops', async () => {
    const server = await listening()
    assert.equal(await observer([]).carryOut(look(server.port), AbortSignal.abort()), undefined)
    await server.close()
  })
})
