import { join, resolve } from 'node:path'
import { systemClock } from '../base/clock.ts'
import { idMaker } from '../base/id.ts'
import { lineLog } from '../base/log.ts'
import { systemRandom } from '../base/random.ts'
import { UserError } from '../base/user-error.ts'
import type { Catalogue } from '../model/service.ts'
import { createOutbox } from '../observe/outbox.ts'
import { probes } from '../observe/probes/index.ts'
import { followCatalogue } from '../watch/follow-catalogue.ts'
import { vantageClient } from '../watch/vantage-client.ts'
import { runTogether, stopSignal } from './lifecycle.ts'
import { looking } from './observer.ts'
import type { Config } from './options.ts'
import { placeOf, trustAlso } from './place.ts'
import type { Streams } from './serve.ts'

/** Looks from this machine for an observatory elsewhere, until SIGINT or SIGTERM. */
export async function agent(config: Config, { out, err }: Streams): Promise<void> {
  const { observatory, token, vantageId: id } = config
  if (observatory === undefined)
    throw missing('observatory', 'PRAHARI_OBSERVATORY', 'the address of the observatory')
  if (token === undefined)
    throw missing('token', 'PRAHARI_TOKEN', `what \`prahari token ${id}\` printed there`)
  const log = lineLog(systemClock, err)
  if (config.extraCa !== undefined) trustAlso(config.extraCa)
  const shared = { clock: systemClock, random: systemRandom, newId: idMaker(systemClock, systemRandom), log }
  const folder = resolve(config.data)
  const client = vantageClient({ observatory, token, kinds: probes })
  let closer: readonly string[] = []
  const outbox = createOutbox({
    ...shared,
    folder: join(folder, 'outbox'),
    async send(batch, signal) {
      const sent = await client.send(batch, signal)
      if (sent.outcome === 'accepted') closer = sent.closer
      return sent.outcome === 'accepted'
    },
  })
  const place = await placeOf(config)
  let catalogue: Catalogue = { services: [], targets: [], controls: [] }
  const have = Promise.withResolvers<void>()
  out(`prahari agent: ${id} looks for ${observatory} (data in ${folder})\n`)
  await runTogether(
    [
      signal => outbox.run(signal),
      signal =>
        followCatalogue({
          client,
          onNew(fetched) {
            catalogue = fetched
            have.resolve()
          },
          ...shared,
          signal,
        }),
      async signal => {
        signal.addEventListener('abort', () => have.resolve(), { once: true })
        await have.promise
        if (signal.aborted) return
        const look = looking({
          ...shared,
          place,
          catalogue: () => catalogue,
          closer: () => closer,
          emit: evidence => outbox.add(evidence),
          folder,
          concurrency: config.concurrency,
        })
        await look(signal)
      },
    ],
    stopSignal(),
  )
  log.info('stopped')
}

function missing(name: string, env: string, what: string): UserError {
  return new UserError(`missing-${name}`, `this agent does not know its ${name}`, `set ${env} to ${what}.`)
}
