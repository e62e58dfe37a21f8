import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'

/** A text file line by line, unpacked where its name ends in `.gz` or `.zst`. Throws the system's error. */
export function linesOf(path: string): AsyncIterable<string> {
  return createInterface({ input: open(path), crlfDelay: Number.POSITIVE_INFINITY })
}

function open(path: string): Readable {
  const file = createReadStream(path)
  const unpack = path.endsWith('.gz')
    ? createGunzip()
    : path.endsWith('.zst')
      ? createZstdDecompress()
      : undefined
  // The reader sees a failure as the last stream's error; this callback has nothing to add to it.
  const input: Readable = unpack === undefined ? file : pipeline(file, unpack, () => {})
  return input
}
