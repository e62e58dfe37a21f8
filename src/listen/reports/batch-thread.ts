import { Worker } from 'node:worker_threads'
import type { Clock } from '../../base/clock.ts'
import { Refusal } from '../../model/refusal.ts'
import type { WrittenBatch } from './batch.ts'
import { busy } from './body.ts'
import type { From } from './from.ts'
import type { Known } from './known.ts'
import type { OneRequest } from './read-request.ts'

/** What the thread is told: what is known from here on, or to read this body, of this sender. */
export type BatchQuestion =
  | { readonly known: Known }
  | { readonly id: number; readonly body: Uint8Array; readonly from: From; readonly now: number }

/** What it answers: a batch as bytes, or that it was one report, or why it is none. */
export type BatchAnswer = { readonly id: number } & (
  | { readonly written: WrittenBatch }
  | { readonly one: OneRequest }
  | { readonly refusal: Pick<Refusal, 'status' | 'code' | 'message' | 'todo'> }
)

export interface BatchThread extends AsyncDisposable {
  /** Reads a body in the thread, to which its memory moves. It throws Refusal. */
  read(body: Uint8Array, from: From): Promise<WrittenBatch | OneRequest>
}

/** Bodies that may wait for the thread at once, of a megabyte at most each. */
const mostWaiting = 64
/** Milliseconds without a batch after which the thread ends: most observatories never hear of one. */
const idle = 60_000
/**
 * Megabytes for objects that die young, which almost all of a batch are. The process as a whole has been given
 * little, to stay small; there they would be moved to the old ones and cost a third of the time.
 */
const young = 16

/**
 * Reads batches in a thread of its own, so that thousands of reports at a time keep neither the pages nor
 * single reports waiting. It is there only while batches come.
 */
export function batchThread(known: () => Known, clock: Clock): BatchThread {
  const waiting = new Map<number, PromiseWithResolvers<WrittenBatch | OneRequest>>()
  const stopping = new AbortController()
  let worker: Worker | undefined
  let told: Known | undefined
  let next = 0
  let used = 0

  function started(): Worker {
    worker ??= start()
    const now = known()
    if (told !== now) worker.postMessage({ known: now } satisfies BatchQuestion)
    told = now
    return worker
  }

  function start(): Worker {
    const fresh = new Worker(new URL('./batch-worker.ts', import.meta.url), {
      // Not the flags of a process that was started in some other way than from a file.
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: young },
    })
    fresh.on('message', answered)
    fresh.on('error', error => gone(fresh, error as Error))
    fresh.on('exit', () => gone(fresh, new Error('the thread for batches has ended')))
    fresh.unref()
    void endWhenIdle(fresh)
    return fresh
  }

  function answered(answer: BatchAnswer): void {
    const question = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('written' in answer) question?.resolve(answer.written)
    else if ('one' in answer) question?.resolve(answer.one)
    else {
      const { status, code, message, todo } = answer.refusal
      question?.reject(new Refusal(status, code, message, todo))
    }
  }

  function gone(which: Worker, error: Error): void {
    if (worker !== which) return
    worker = undefined
    told = undefined
    for (const question of waiting.values()) question.reject(error)
    waiting.clear()
  }

  async function endWhenIdle(which: Worker): Promise<void> {
    while (worker === which && !stopping.signal.aborted) {
      await clock.sleep(idle, stopping.signal)
      if (waiting.size === 0 && clock.monotonic() - used >= idle) await which.terminate()
    }
  }

  return {
    async read(body, from) {
      if (waiting.size >= mostWaiting) throw busy()
      const thread = started()
      const id = next++
      const question = Promise.withResolvers<WrittenBatch | OneRequest>()
      waiting.set(id, question)
      used = clock.monotonic()
      thread.postMessage({ id, body, from, now: clock.now() } satisfies BatchQuestion, movable(body))
      return await question.promise
    },
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await worker?.terminate()
    },
  }
}

/** The memory of a body that has it for itself: moving it spares a copy, and the garbage collector much of its work. */
function movable({ buffer, byteLength }: Uint8Array): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : []
}
