import type { IncomingMessage } from 'node:http'
import { Refusal } from '../../model/refusal.ts'

/** Bytes of a request's body: what a form or one report may have, and what a batch may. */
export const smallBody = 64 * 2 ** 10
export const largeBody = 2 ** 20
/** Bytes that are read past, of a body that is too large, so that its sender hears why. */
const readPast = 16 * largeBody

/** How much of bodies that are not yet whole is held in memory for all requests together. */
export interface BodyRoom {
  left: number
}

/**
 * Reads a request's body.
 * @param limit bytes at most
 * @param room for all bodies that are under way; a slow sender holds on to some of it
 * @returns undefined where the sender has gone
 * @throws Refusal `body-too-large`, `busy`
 */
export function readBody(
  request: IncomingMessage,
  limit: number,
  room: BodyRoom,
): Promise<Buffer | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | undefined>()
  const chunks: Buffer[] = []
  let length = 0
  let refusal: Refusal | undefined
  let ended = false

  function done(): void {
    if (ended) return
    ended = true
    room.left += held()
  }
  const held = () => (refusal === undefined ? length : 0)

  function refuse(why: Refusal): void {
    room.left += held()
    refusal = why
    chunks.length = 0
  }

  request.on('data', (chunk: Buffer) => {
    if (refusal === undefined) room.left -= chunk.length
    length += chunk.length
    if (refusal === undefined) {
      if (length > limit) refuse(tooLarge(limit))
      else if (room.left < 0) refuse(busy())
      else chunks.push(chunk)
    }
    if (length > readPast) request.destroy()
  })
  request.on('end', () => {
    done()
    if (refusal !== undefined) reject(refusal)
    else resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))
  })
  request.on('error', () => {})
  request.on('close', () => {
    done()
    resolve(undefined)
  })
  return promise
}

function tooLarge(limit: number): Refusal {
  const message = `a body has ${limit} bytes at most`
  return new Refusal(413, 'body-too-large', message, 'send fewer reports at a time')
}

/** Too much is under way at once. */
export function busy(): Refusal {
  return new Refusal(503, 'busy', 'more comes than can be kept just now', 'send it again in some seconds')
}
