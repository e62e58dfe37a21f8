import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { readForm, readJson } from '../../src/listen/reports/read-request.ts'
import { Refusal } from '../../src/model/refusal.ts'
import { malformedForm, malformedRequest, malformedText } from './malformed.ts'
import { type Serving, smallCatalogue, startServing } from './serve.ts'
import { type Wire, wireTo } from './wire.ts'

/** Requests sent at once; one of them that goes wrong is looked for among them. */
const together = 32

/**
 * Sends requests of which none may be taken to a real `prahari serve`, and throws fast-check's smallest
 * counterexample where one is not refused by a 4xx in words.
 * @returns requests by status, and the highest resident memory in bytes
 */
export async function fuzzServer(
  requests: number,
  seed: number,
): Promise<{ statuses: Map<number, number>; resident: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'prahari-fuzz-'))
  smallCatalogue(join(folder, 'catalogue'))
  const serving = await startServing(folder)
  const wires = Array.from({ length: together }, () => wireTo(serving.port))
  try {
    return await fuzzed(serving, wires, requests, seed)
  } finally {
    for (const wire of wires) wire.close()
    await serving.stop()
    rmSync(folder, { recursive: true })
  }
}

async function fuzzed(serving: Serving, wires: readonly Wire[], requests: number, seed: number) {
  const statuses = new Map<number, number>()
  let resident = 0
  const several = fc.array(malformedRequest, { minLength: 1, maxLength: together, size: 'max' })
  let sent = 0
  const property = fc.asyncProperty(several, async batch => {
    const answers = await Promise.all(batch.map((request, n) => wires[n % wires.length]?.send(request)))
    for (const answer of answers) {
      const { status = 0, inWords = false } = answer ?? {}
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (status < 400 || status >= 500 || !inWords) throw new Error(`answered by ${status}`)
    }
    sent += batch.length
    resident = Math.max(resident, residentOf(serving.pid))
  })
  for (let round = 0; sent < requests; round++) {
    await fc.assert(property, { numRuns: Math.ceil((requests - sent) / together), seed: seed + round })
  }
  return { statuses, resident }
}

/** The same for what reads bodies, by itself: it refuses, and throws nothing else. */
export function fuzzReader(requests: number, seed: number): void {
  const refuses = (read: (body: string) => unknown) => (body: string) => {
    try {
      read(body)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  }
  const numRuns = Math.ceil(requests / 2)
  fc.assert(fc.property(malformedText, refuses(readAll)), { numRuns, seed })
  fc.assert(fc.property(malformedForm, refuses(readForm)), { numRuns, seed })
}

function readAll(body: string): void {
  const request = readJson(body)
  if ('items' in request) for (const item of request.items) request.read(item)
}

function residentOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { requests: { type: 'string' }, seed: { type: 'string' } } })
  const requests = Number(values.requests ?? 1_000_000)
  const seed = Number(values.seed ?? 1)
  fuzzReader(requests / 2, seed)
  const { statuses, resident } = await fuzzServer(requests / 2, seed)
  const rows = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`)
  process.stdout.write(`half of ${requests} to the reader by itself, half over sockets\n${rows.join('\n')}\n`)
  process.stdout.write(`resident at most ${Math.round(resident / 1e6)} MB\n`)
}
