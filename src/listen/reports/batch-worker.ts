import { parentPort } from 'node:worker_threads'
import { Refusal } from '../../model/refusal.ts'
import { writtenBatch } from './batch.ts'
import type { BatchAnswer, BatchQuestion } from './batch-thread.ts'
import type { From } from './from.ts'
import type { Known } from './known.ts'
import { readJson } from './read-request.ts'
import { whoIs } from './who.ts'

/** The thread that makes bytes of batches; `batch-thread.ts` starts it and tells it what is known first. */
let known: Known = { services: new Map(), places: new Set(), carriers: new Set() }
const who = whoIs()

parentPort?.on('message', (question: BatchQuestion) => {
  if ('known' in question) {
    known = question.known
    return
  }
  const { id, body, from, now } = question
  const answer = answered(id, Buffer.from(body).toString(), from, now)
  const moved = 'written' in answer ? [answer.written.block.body.buffer as ArrayBuffer] : []
  parentPort?.postMessage(answer, moved)
})

function answered(id: number, body: string, from: From, now: number): BatchAnswer {
  try {
    const request = readJson(body)
    if (!('items' in request)) return { id, one: request }
    return { id, written: writtenBatch(request, from, who(from), known, now) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { status, code, message, todo } = error
    return { id, refusal: { status, code, message, todo } }
  }
}
