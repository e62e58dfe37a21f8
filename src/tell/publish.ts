import { hash } from 'node:crypto'
import { link, mkdir, readdir, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Site } from './site.ts'

const br = promisify(brotliCompress)
const gz = promisify(gzip)

/** Smaller than this, a file gains nothing by compression. */
const worthCompressing = 600

/** Files in hand at a time: more than that only waits for the disk and the compressors. */
const atOnce = 8

/** Puts sites into a folder, each as a whole: readers see the old one or the new one, never a mixture. */
export interface Publisher {
  publish(site: Site): Promise<{ written: number; kept: number }>
}

interface Edition {
  readonly path: string
  /** A digest of each file's text: the texts themselves would double what the process holds. */
  readonly digests: ReadonlyMap<string, string>
}

/**
 * `folder/current` is a symlink to the newest of `folder/editions/<n>`; point any web server at it.
 * It is swapped by rename(2). Files that did not change are hard links, so that they keep their time and
 * their readers' caches. The edition before the newest stays, for readers in the middle of it.
 */
export function createPublisher(folder: string): Publisher {
  let last: Edition | undefined
  return {
    async publish(site) {
      const number = (await newestNumber(folder)) + 1
      const name = String(number).padStart(8, '0')
      const path = join(folder, 'editions', name)
      await rm(path, { recursive: true, force: true })
      for (const place of new Set([...site.keys()].map(dirname))) {
        await mkdir(join(path, place), { recursive: true })
      }
      const before = last
      const digests = new Map([...site].map(([file, text]) => [file, hash('sha1', text)]))
      let kept = 0
      for (const chunk of inChunks([...site], atOnce)) {
        const linked = await Promise.all(
          chunk.map(([file, text]) => put(before, path, file, text, digests.get(file))),
        )
        kept += linked.filter(Boolean).length
      }
      await swap(folder, join('editions', name))
      await removeOld(folder, number)
      last = { path, digests }
      return { written: site.size - kept, kept }
    },
  }
}

/** Links the file where it is as before, else writes it. True where it was linked. */
async function put(
  before: Edition | undefined,
  path: string,
  file: string,
  text: string,
  digest: string | undefined,
): Promise<boolean> {
  if (before !== undefined && before.digests.get(file) === digest && (await linkAll(before.path, path, file)))
    return true
  await writeAll(join(path, file), text)
  return false
}

function* inChunks<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size)
}

async function writeAll(path: string, text: string): Promise<void> {
  const bytes = Buffer.from(text)
  await writeFile(path, bytes)
  if (bytes.length < worthCompressing) return
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 4,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    // A window of 64 kB holds any page of ours; the usual one of 4 MB is memory for nothing.
    [constants.BROTLI_PARAM_LGWIN]: 16,
  }
  await writeFile(`${path}.br`, await br(bytes, { params }))
  await writeFile(`${path}.gz`, await gz(bytes, { level: 6 }))
}

/** Links a file and its compressed forms. False where the old edition is gone: then it is written anew. */
async function linkAll(from: string, to: string, file: string): Promise<boolean> {
  try {
    await link(join(from, file), join(to, file))
  } catch {
    return false
  }
  for (const form of ['.br', '.gz']) {
    // A small file has no compressed forms.
    await link(join(from, file + form), join(to, file + form)).catch(() => {})
  }
  return true
}

async function swap(folder: string, target: string): Promise<void> {
  const fresh = join(folder, 'current.new')
  await rm(fresh, { force: true })
  await symlink(target, fresh)
  await rename(fresh, join(folder, 'current'))
}

async function newestNumber(folder: string): Promise<number> {
  const current = await readlink(join(folder, 'current')).catch(() => '')
  return Number(current.split('/').at(-1)) || 0
}

async function removeOld(folder: string, number: number): Promise<void> {
  for (const name of await readdir(join(folder, 'editions'))) {
    if (Number(name) < number - 1 || Number(name) > number) {
      await rm(join(folder, 'editions', name), { recursive: true, force: true })
    }
  }
}
