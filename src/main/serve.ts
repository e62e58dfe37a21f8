import { resolve } from 'node:path'
import { systemClock } from '../base/clock.ts'
import { idMaker } from '../base/id.ts'
import { lineLog } from '../base/log.ts'
import { systemRandom } from '../base/random.ts'
import type { Catalogue } from '../model/service.ts'
import type { EvidenceLog } from '../store/store.ts'
import { batchInto } from './batch.ts'
import { readCatalogue } from './catalogue.ts'
import { loadLanguages } from './languages.ts'
import { type Loop, stopSignal } from './lifecycle.ts'
import { observatory } from './observatory.ts'
import { type LookingOptions, looking } from './observer.ts'
import type { Config } from './options.ts'
import { type Place, placeOf, trustAlso } from './place.ts'
import { postSource } from './post-source.ts'
import { routeSource } from './route-source.ts'
import { Standing } from './standing.ts'
import { statementSource } from './statement-source.ts'

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
  const catalogue = await readCatalogue(config.catalogue, log)
  const sources: ((evidence: EvidenceLog) => Loop)[] = []
  if (config.routeFeed !== undefined) sources.push(routeSource({ ...shared, url: config.routeFeed }))
  if (config.postStreams.length > 0)
    sources.push(postSource(config, { ...shared, services: catalogue.services }))
  const standing = new Standing()
  if (config.observe) {
    const place = await placeOf(config)
    sources.push(observing(config, place, catalogue, { ...shared, closer: standing.closer }))
  }
  if (config.statements) {
    sources.push(statementSource({ ...shared, config, catalogue, troubled: standing.troubled }))
  }
  await observatory({
    standing,
    config,
    catalogue,
    sources,
    languages: await loadLanguages(config.languages),
    clock: systemClock,
    random: systemRandom,
    log,
    signal: stopSignal(),
    ready: (url, folder) => out(`prahari serve: ${url} (data in ${folder})\n`),
  })
  log.info('stopped')
}

type Shared = Pick<LookingOptions, 'closer' | 'clock' | 'random' | 'newId' | 'log'>

/** This process's own looks, appended to the record as they are made. */
function observing(
  config: Config,
  place: Place,
  catalogue: Catalogue,
  shared: Shared,
): (evidence: EvidenceLog) => Loop {
  return evidence => async signal => {
    const batch = batchInto(evidence, shared.clock, shared.log)
    const look = looking({
      ...shared,
      place,
      catalogue: () => catalogue,
      folder: resolve(config.data),
      concurrency: config.concurrency,
      emit: seen => batch.add(seen),
    })
    await look(signal)
    await batch.flush()
  }
}
