import { z } from 'zod'
import type { Heard } from '../stream-kind.ts'

const collection = 'app.bsky.feed.post'

const Record = z.object({ text: z.string() })
/** Version 1: `time_us` is when the server heard it, microseconds since 1970, and the cursor. */
const V1 = z.object({
  did: z.string(),
  time_us: z.number().int().positive(),
  commit: z
    .object({ operation: z.string(), collection: z.string(), record: z.unknown().optional() })
    .optional(),
})
/**
 * Version 2: a frame around a payload. Its `seq` is another one on each server, and an address may lead to several: the
 * cursor is the time here too, which all of them take (a number from 10^15 on is one, in microseconds).
 */
const V2 = z.object({
  $type: z.string(),
  error: z.string().optional(),
  message: z.string().optional(),
  payload: z
    .object({
      $type: z.string(),
      name: z.string().optional(),
      did: z.string().optional(),
      time: z.string().optional(),
      operation: z.string().optional(),
      collection: z.string().optional(),
      record: z.unknown().optional(),
    })
    .optional(),
})

/** Reads a message of Jetstream's first version. What is no new post only tells the time; it never throws. */
export function readV1(message: string): Heard {
  const { data } = V1.safeParse(parsed(message))
  if (data === undefined) return { kind: 'unread' }
  const passed = { at: Math.floor(data.time_us / 1000), cursor: String(data.time_us) }
  return postOf(data.did, data.commit, passed)
}

/** The same of the second version, which also says why it ends and that a cursor is too old. */
export function readV2(message: string): Heard {
  const { data } = V2.safeParse(parsed(message))
  if (data === undefined) return { kind: 'unread' }
  if (data.error !== undefined) return { kind: 'refused', says: data.message ?? data.error }
  const { payload } = data
  if (payload === undefined) return { kind: 'unread' }
  if (payload.$type.endsWith('#info'))
    return { kind: payload.name === 'OutdatedCursor' ? 'outdated' : 'unread' }
  const at = Date.parse(payload.time ?? '')
  if (Number.isNaN(at)) return { kind: 'unread' }
  return postOf(payload.did, payload, { at, cursor: String(at * 1000) })
}

function postOf(
  author: string | undefined,
  commit: { operation?: string | undefined; collection?: string | undefined; record?: unknown } | undefined,
  passed: { at: number; cursor: string },
): Heard {
  if (author === undefined || commit?.operation !== 'create' || commit.collection !== collection)
    return { kind: 'other', ...passed }
  const { data } = Record.safeParse(commit.record)
  return data === undefined
    ? { kind: 'other', ...passed }
    : { kind: 'post', post: { author, text: data.text }, ...passed }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
