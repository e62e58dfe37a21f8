import { systemClock } from '../base/clock.ts'
import { idMaker } from '../base/id.ts'
import { lineLog } from '../base/log.ts'
import { systemRandom } from '../base/random.ts'
import { loadLanguages } from './languages.ts'
import { stopSignal } from './lifecycle.ts'
import { observatory } from './observatory.ts'
import type { Config } from './options.ts'
import { trustAlso } from './place.ts'
import { routeSource } from './route-source.ts'

/** Where a process writes: lines for people on one, the start-up line on the other. */
export interface Streams {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}

/** Runs the observatory with the real clock until SIGINT or SIGTERM. */
export async function serve(config: Config, { out, err }: Streams): Promise<void> {
  const log = lineLog(systemClock, err)
  if (config.extraCa !== undefined) trustAlso(config.extraCa)
  const newId = idMaker(systemClock, systemRandom)
  const shared = { clock: systemClock, random: systemRandom, newId, log }
  const sources = config.routeFeed === undefined ? [] : [routeSource({ ...shared, url: config.routeFeed })]
  await observatory({
    config,
    catalogue: { services: [], targets: [], controls: [] },
    languages: await loadLanguages(config.languages),
    sources,
    clock: systemClock,
    random: systemRandom,
    log,
    signal: stopSignal(),
    ready: (url, folder) => out(`prahari serve: ${url} (data in ${folder})\n`),
  })
  log.info('stopped')
}
