import type { IncomingMessage } from 'node:http'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { Failure } from '../../model/failure.ts'

const unpackers = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
} as const

/**
 * Reads a body whole and unpacked (RFC 9110, 8.4).
 * @param most bytes, once unpacked: what is longer is broken off, so that no small answer fills the memory
 * @throws Error whose `because` is a failure's name, or one of the connection
 */
export async function readBody(response: IncomingMessage, most: number): Promise<Uint8Array> {
  const encoding = response.headers['content-encoding']?.trim().toLowerCase() ?? ''
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of unpacked(response, encoding)) {
      length += (chunk as Buffer).length
      if (length > most) throw failed('http_body_too_long')
      chunks.push(chunk as Buffer)
    }
  } catch (error) {
    throw isOfZlib(error) ? failed('http_malformed_response') : error
  }
  return Buffer.concat(chunks)
}

function unpacked(response: IncomingMessage, encoding: string): AsyncIterable<unknown> {
  if (encoding === '' || encoding === 'identity') return response
  const unpack = encoding in unpackers ? unpackers[encoding as keyof typeof unpackers] : undefined
  if (unpack === undefined) throw failed('http_malformed_response')
  const unpacker = unpack()
  response.once('error', error => unpacker.destroy(error))
  return response.pipe(unpacker)
}

function isOfZlib(error: unknown): boolean {
  return /^(Z_|ERR_(BROTLI|ZLIB|_ERROR_FORMAT))/.test(String(Object(error).code))
}

function failed(because: Failure): Error {
  return Object.assign(new Error(because), { because })
}
