import { hash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { link, mkdir, readdir, readlink, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Clock } from '../base/clock.ts'
import type { Site } from './site.ts'

/** Files made in one go: looks that are due wait for them. */
const atOnce = 4

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
export function createPublisher(folder: string, clock: Clock): Publisher {
  let last: Edition | undefined
  return {
    async publish(site) {
      const number = (await newestNumber(folder)) + 1
      const name = String(number).padStart(8, '0')
      const path = join(folder, 'editions', name)
      await rm(path, { recursive: true, force: true })
      const digests = new Map<string, string>()
      const places = new Set<string>()
      let kept = 0
      for (const [file, text] of site) {
        if (digests.size % atOnce === 0) await clock.sleep(0)
        const place = dirname(file)
        if (!places.has(place)) await mkdir(join(path, place), { recursive: true })
        places.add(place)
        const digest = hash('sha1', text)
        const same = last?.digests.get(file) === digest && (await linked(last.path, path, file))
        // Written at once, without a buffer: a thousand small ones would be the most of what the process holds.
        if (!same) writeFileSync(join(path, file), text)
        if (same) kept++
        digests.set(file, digest)
      }
      await swap(folder, join('editions', name))
      await removeOld(folder, number)
      last = { path, digests }
      return { written: digests.size - kept, kept }
    },
  }
}

/** Links a file of the edition before. False where that is gone: then it is written anew. */
async function linked(from: string, to: string, file: string): Promise<boolean> {
  return link(join(from, file), join(to, file)).then(
    () => true,
    () => false,
  )
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
