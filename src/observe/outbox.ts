import { mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Evidence } from '../model/evidence.ts'

export interface OutboxOptions {
  readonly folder: string
  /** Sends a batch. Resolves to true once it is durable on the other side, to false to try again later. */
  readonly send: (batch: Evidence[], signal: AbortSignal) => Promise<boolean>
  readonly clock: Clock
  readonly log: Log
  /** Batches kept at most while the other side is away; the oldest make room. */
  readonly most?: number
}

/**
 * What a vantage point has seen and not yet delivered. Every batch is one file, written whole before it
 * is sent and removed when it was acknowledged: a crash loses at most the last moment, and what is sent
 * twice is recognised there by its ids.
 */
export interface Outbox {
  add(evidence: Evidence): void
  /** Writes and sends until `signal` is aborted; then writes what is left. Goes on with what an earlier run left. */
  run(signal: AbortSignal): Promise<void>
}

const flushEvery = 200
const batchSize = 500
const firstWait = 500
const longestWait = 30_000
const usualMost = 5_000
const ending = '.ndjson'

export function createOutbox({ folder, send, clock, log, most = usualMost }: OutboxOptions): Outbox {
  const waiting: Evidence[] = []
  const files: string[] = []
  let count = 0

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, batchSize)
      const file = join(folder, `${clock.now()}-${String(count++).padStart(6, '0')}${ending}`)
      await writeWhole(file, `${batch.map(evidence => JSON.stringify(evidence)).join('\n')}\n`)
      files.push(file)
    }
    await makeRoom()
  }

  async function makeRoom(): Promise<void> {
    const tooMany = files.splice(0, Math.max(0, files.length - most))
    for (const file of tooMany) await unlink(file)
    if (tooMany.length > 0)
      log.warn('the outbox is full: the oldest batches were dropped', { batches: tooMany.length })
  }

  async function sendOldest(signal: AbortSignal): Promise<boolean> {
    const file = files[0]
    if (file === undefined) return true
    const lines = (await readFile(file, 'utf8')).split('\n').filter(line => line !== '')
    if (
      !(await send(
        lines.map(line => JSON.parse(line) as Evidence),
        signal,
      ))
    )
      return false
    files.shift()
    await unlink(file)
    return true
  }

  async function writing(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await clock.sleep(flushEvery, signal)
      await flush()
    }
  }

  async function sending(signal: AbortSignal): Promise<void> {
    let wait = firstWait
    while (!signal.aborted) {
      if (files.length === 0) await clock.sleep(flushEvery / 2, signal)
      else if (await sendOldest(signal)) wait = firstWait
      else {
        await clock.sleep(wait, signal)
        wait = Math.min(longestWait, wait * 2)
      }
    }
  }

  return {
    add: evidence => void waiting.push(evidence),
    async run(signal) {
      await mkdir(folder, { recursive: true })
      const left = (await readdir(folder)).filter(name => name.endsWith(ending)).sort()
      files.unshift(...left.map(name => join(folder, name)))
      // Whichever ends first by an error takes the other along.
      const stop = new AbortController()
      const both = AbortSignal.any([signal, stop.signal])
      const ended = await Promise.allSettled(
        [writing(both), sending(both)].map(loop => loop.finally(() => stop.abort())),
      )
      const failed = ended.find(result => result.status === 'rejected')
      if (failed !== undefined) throw failed.reason
    },
  }
}

/** Written beside, on the disk, then named: the folder never holds half a batch. */
async function writeWhole(file: string, text: string): Promise<void> {
  const beside = `${file}.part`
  const handle = await open(beside, 'w')
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(beside, file)
}
