import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { z } from 'zod'
import { type Evidence, VantagePointSeen } from '../model/evidence.ts'
import { Observation } from '../model/observation.ts'
import { Refusal } from '../model/refusal.ts'

const unzip = promisify(gunzip)

/** What a vantage point may say: the rest of the record is the observatory's own. */
const Sent = z.discriminatedUnion('kind', [Observation, VantagePointSeen])

/**
 * Reads a batch from a request's body: a JSON array or one JSON object a line, gzip or plain.
 * @param sender the vantage point that the request's token belongs to
 * @param limit bytes of the body at most, unpacked
 * @throws Refusal that names the place of the first mistake
 */
export async function readBatch(
  body: Uint8Array,
  encoding: string | undefined,
  sender: string,
  limit: number,
): Promise<Evidence[]> {
  const text = new TextDecoder().decode(await unpack(body, encoding, limit))
  const items = text.trimStart().startsWith('[') ? jsonArray(text) : jsonLines(text)
  return items.map((item, place) => evidence(item, `item ${place + 1}`, sender))
}

async function unpack(body: Uint8Array, encoding: string | undefined, limit: number): Promise<Uint8Array> {
  if (encoding === undefined || encoding === 'identity') return body
  if (encoding !== 'gzip') {
    throw new Refusal(415, 'unknown-encoding', `content-encoding ${encoding}`, 'send it plain or with gzip')
  }
  try {
    return await unzip(body, { maxOutputLength: limit })
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(limit)
    throw malformed('the body is not gzip, though its content-encoding says so')
  }
}

/** @param limit bytes */
export function tooLarge(limit: number): Refusal {
  return new Refusal(413, 'batch-too-large', `a batch has ${limit} bytes at most`, 'send smaller batches')
}

function jsonArray(text: string): unknown[] {
  return z.array(z.unknown()).parse(json(text, 'the body'))
}

function jsonLines(text: string): unknown[] {
  return text
    .split('\n')
    .map((line, place) => ({ line, place: `line ${place + 1}` }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, place }) => json(line, place))
}

function json(text: string, place: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw malformed(`${place}: ${error instanceof Error ? error.message : 'not JSON'}`)
  }
}

function evidence(item: unknown, place: string, sender: string): Evidence {
  const parsed = Sent.safeParse(item)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw malformed(`${place}, ${issue?.path.join('.') || 'itself'}: ${issue?.message}`)
  }
  // The schema's failure names are wider by `unknown_failure: …` than their type says.
  const said = parsed.data as Evidence & z.infer<typeof Sent>
  const name = said.kind === 'observation' ? said.vantagePoint : said.vantagePoint.id
  if (name !== sender) {
    const what = `${place} speaks for ${name}, but the token is ${sender}'s`
    throw new Refusal(403, 'not-your-name', what, `set PRAHARI_VANTAGE_ID=${sender}, or use ${name}'s token`)
  }
  return said
}

function malformed(message: string): Refusal {
  const todo = 'see docs/formats.md; an agent and its observatory should run the same version'
  return new Refusal(400, 'malformed-evidence', message, todo)
}
