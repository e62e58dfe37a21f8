import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

interface Profile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string }
  }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

/** Where the time of a run with `--cpu-prof` went, without waiting: the greatest shares of functions by themselves. */
export function shares(folder: string, count: number): { readonly what: string; readonly share: number }[] {
  const [name = ''] = readdirSync(folder).filter(file => file.endsWith('.cpuprofile'))
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Profile
  const named = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]))
  const times = new Map<string, number>()
  samples.forEach((sample, n) => {
    const what = named.get(sample) ?? ''
    if (what !== '(idle)') times.set(what, (times.get(what) ?? 0) + (timeDeltas[n] ?? 0))
  })
  const all = [...times.values()].reduce((sum, time) => sum + time, 0)
  return [...times]
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([what, time]) => ({ what, share: time / all }))
}

const root = join(import.meta.dirname, '../..')

function nameOf({ functionName, url }: Profile['nodes'][number]['callFrame']): string {
  const file = url.startsWith('file:') ? fileURLToPath(url).replace(`${root}/`, '') : url
  return file === '' ? functionName : `${functionName} (${file.replace('node_modules/', '')})`
}
