import type { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import type { Clock } from '../base/clock.ts'
import { type ReportRow, rowWriter } from './report-rows.ts'

/** What the thread answers to the rows that it is given. */
export type WriterAnswer = { readonly last: number } | { readonly failed: string }

/** Commits rows, one commit at a time. */
export interface ReportWriter extends AsyncDisposable {
  /** Resolves when it is time for the next commit: the sooner, the fewer share it. */
  ready(): Promise<void>
  /** @returns the place of the last row, which is on the disk then */
  commit(rows: readonly ReportRow[]): Promise<number>
}

/** After a commit the disk has rest for so many times as long as it took, so that all else has its turn. */
const rest = 4
/** Milliseconds of a second that commits may keep everything else waiting, before they go to a thread. */
const patience = 50
/** Commits a minute below which the thread ends. */
const few = 600
const second = 1_000
const minute = 60_000

/**
 * A commit waits for the disk, and everything else with it. Few commits do no harm. Where they do, as in a
 * flood or on a slow disk, a thread makes them, which costs some megabytes and is there only as long.
 */
export function reportWriter(database: DatabaseSync, path: string, clock: Clock): ReportWriter {
  const write = rowWriter(database)
  const stopping = new AbortController()
  let thread: Worker | undefined
  let waiting: { readonly of: Worker; readonly done: PromiseWithResolvers<number> } | undefined
  let rested = 0
  let since = 0
  let spent = 0
  let commits = 0

  function commitHere(rows: readonly ReportRow[]): number {
    const began = clock.monotonic()
    const last = write(rows)
    const ended = clock.monotonic()
    rested = ended + rest * (ended - began)
    if (ended - since > second) [since, spent] = [began, 0]
    spent += ended - began
    if (spent > patience) thread = started()
    return last
  }

  function commitInThread(to: Worker, rows: readonly ReportRow[]): Promise<number> {
    const done = Promise.withResolvers<number>()
    waiting = { of: to, done }
    to.postMessage(rows, [...new Set(rows.map(({ body }) => body.buffer))])
    return done.promise
  }

  function started(): Worker {
    const worker = new Worker(new URL('./report-writer-worker.ts', import.meta.url), {
      workerData: path,
      // Not the flags of a process that was started in some other way than from a file.
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    })
    worker.on('message', (answer: WriterAnswer) => {
      if ('last' in answer) waiting?.done.resolve(answer.last)
      else waiting?.done.reject(new Error(answer.failed))
    })
    worker.on('error', error => gone(worker, error as Error))
    worker.on('exit', () => gone(worker, new Error('the thread that commits has ended')))
    void endWhenFew(worker)
    return worker
  }

  function gone(worker: Worker, error: Error): void {
    if (thread === worker) thread = undefined
    if (waiting?.of === worker) waiting.done.reject(error)
  }

  async function endWhenFew(worker: Worker): Promise<void> {
    do {
      commits = 0
      await clock.sleep(minute, stopping.signal)
      if (stopping.signal.aborted || thread !== worker) return
    } while (commits >= few)
    thread = undefined
    // The next commit is made here, once the last one there is answered.
    await waiting?.done.promise.catch(() => {})
    await worker.terminate()
  }

  return {
    async ready() {
      const early = thread === undefined ? rested - clock.monotonic() : 0
      if (early > 0) await clock.sleep(early)
    },
    async commit(rows) {
      commits++
      return thread === undefined ? commitHere(rows) : await commitInThread(thread, rows)
    },
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await thread?.terminate()
    },
  }
}
