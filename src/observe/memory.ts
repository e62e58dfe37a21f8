import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { LastKnownGood } from './probe.ts'
import { writeWhole } from './write-whole.ts'

const Remembered = z.record(z.string(), z.array(z.string()))

/** Last known good addresses that can be written down, so that a restart in an outage still knows them. */
export interface KeptAddresses extends LastKnownGood {
  /** True where something was learned since the last `text()`. */
  readonly changed: boolean
  text(): string
}

/** @param limit names remembered at most; the one longest not renewed makes room */
export function createAddressMemory(text = '{}', limit = 10_000): KeptAddresses {
  const byHost = new Map(Object.entries(Remembered.parse(JSON.parse(text))))
  let changed = false
  return {
    addresses: host => byHost.get(host) ?? [],
    remember(host, addresses) {
      const same = byHost.get(host)?.join() === addresses.join()
      byHost.delete(host)
      byHost.set(host, [...addresses])
      for (const oldest of byHost.keys()) if (byHost.size > limit) byHost.delete(oldest)
      changed ||= !same
    },
    get changed() {
      return changed
    },
    text() {
      changed = false
      return JSON.stringify(Object.fromEntries(byHost))
    },
  }
}

/** Reads what an earlier run kept; begins anew, with a word in the log, where it cannot be read. */
export async function openAddressMemory(file: string, log: Log): Promise<KeptAddresses> {
  const text = await readFile(file, 'utf8').catch(() => '{}')
  try {
    return createAddressMemory(text)
  } catch (error) {
    log.warn('the remembered addresses cannot be read; beginning anew', { file, error })
    return createAddressMemory()
  }
}

const saveEvery = 5_000

/** Writes the memory to its file whenever it has changed, until `signal` is aborted, and then once more. */
export async function keepAddressMemory(
  memory: KeptAddresses,
  file: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(saveEvery, signal)
    if (!memory.changed) continue
    await mkdir(dirname(file), { recursive: true })
    await writeWhole(file, memory.text())
  }
}
