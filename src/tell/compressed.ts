import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** Codings of HTTP (RFC 9110, 8.4.1; RFC 7932), the better one first. */
export const encodings = ['br', 'gzip'] as const
export type Encoding = (typeof encodings)[number]

/** Smaller than this, a file gains nothing by compression. */
export const worthCompressing = 600

/** Bytes of compressed files that are kept: the pages that a crowd asks for, in all their forms. */
const capacity = 4_000_000

const brotli = promisify(brotliCompress)
const gzipped = promisify(gzip)

/** Gives the compressed form of a text that `read` brings; `key` names the text and its version. */
export type Compress = (key: string, encoding: Encoding, read: () => Promise<Buffer>) => Promise<Buffer>

/**
 * Compresses what is asked for, once for each version and not for each reader. A page is made every
 * half minute and most pages are never asked for, so that compressing beforehand would be work for nothing.
 */
export function compressor(limit = capacity): Compress {
  const kept = new Map<string, { form: Promise<Buffer>; bytes: number }>()
  let size = 0

  return (text, encoding, read) => {
    const key = `${encoding} ${text}`
    const entry = kept.get(key) ?? { form: read().then(bytes => pack(bytes, encoding)), bytes: 0 }
    const isNew = !kept.delete(key)
    // Put at the end: what was asked for last is dropped last.
    kept.set(key, entry)
    if (isNew) entry.form.then(weigh, drop)
    return entry.form

    function weigh({ length }: Buffer): void {
      if (kept.get(key) !== entry) return
      entry.bytes = length
      size += length
      for (const [oldest, { bytes }] of kept) {
        if (size <= limit) return
        kept.delete(oldest)
        size -= bytes
      }
    }
    function drop(): void {
      if (kept.get(key) === entry) kept.delete(key)
    }
  }
}

function pack(bytes: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'gzip') return gzipped(bytes, { level: 6 })
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 5,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    // A window of 64 kB holds any page of ours; the usual one of 4 MB is memory for nothing.
    [constants.BROTLI_PARAM_LGWIN]: 16,
  }
  return brotli(bytes, { params })
}
