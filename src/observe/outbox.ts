import { mkdir, readdir, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Evidence } from '../model/evidence.ts'
import { unfinished, writeWhole } from './write-whole.ts'

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
  let underWay: string | undefined

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
    const tooMany = files.filter(file => file !== underWay).slice(0, Math.max(0, files.length - most))
    for (const file of tooMany) await remove(file)
    if (tooMany.length > 0)
      log.warn('the outbox is full: the oldest batches were dropped', { batches: tooMany.length })
  }

  async function sendOldest(file: string, signal: AbortSignal): Promise<boolean> {
    underWay = file
    try {
      const batch = await read(file)
      if (batch.length > 0 && !(await send(batch, signal))) return false
      await remove(file)
      return true
    } finally {
      underWay = undefined
    }
  }

  async function remove(file: string): Promise<void> {
    files.splice(files.indexOf(file), 1)
    await unlink(file)
  }

  /** A batch that a broken disk has spoiled is dropped, so that it does not hold up what comes after. */
  async function read(file: string): Promise<Evidence[]> {
    const lines = (await readFile(file, 'utf8')).split('\n').filter(line => line !== '')
    try {
      return lines.map(line => JSON.parse(line) as Evidence)
    } catch (error) {
      log.error('a batch in the outbox cannot be read and is dropped', { file, error })
      return []
    }
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
      const [oldest] = files
      if (oldest === undefined) await clock.sleep(flushEvery / 2, signal)
      else if (await sendOldest(oldest, signal)) wait = firstWait
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
      const names = await readdir(folder)
      for (const name of names.filter(name => name.endsWith(unfinished))) await unlink(join(folder, name))
      const left = names.filter(name => name.endsWith(ending)).sort()
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
