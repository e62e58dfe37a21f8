import { defineCommand } from 'citty'
import { systemClock } from '../base/clock.ts'
import { idMaker } from '../base/id.ts'
import { lineLog } from '../base/log.ts'
import { systemRandom } from '../base/random.ts'
import { readCatalogue } from '../main/catalogue.ts'
import { type Flags, readConfig } from '../main/config.ts'
import { type Diagnosis, diagnose as look } from '../main/diagnose.ts'
import { loadLanguages } from '../main/languages.ts'
import { stopSignal } from '../main/lifecycle.ts'
import { placeOf, trustAlso } from '../main/place.ts'
import { diagnosisText } from './diagnosis-text.ts'
import { settingFlags } from './flags.ts'

/** Milliseconds: one look at most, and when to say that it takes a while. */
const timeout = 6_000
const longWait = 2_000

export const diagnose = defineCommand({
  meta: {
    name: 'diagnose',
    description:
      'Look once, from here, now, layer by layer. Exit status: 0 it works, 1 it does not, 3 that cannot be said from here',
  },
  args: {
    subject: {
      type: 'positional',
      description: 'a service, a URL (https, wss, mqtts, xmpp, grpc, icmp …), host:port or a name',
      required: true,
    },
    steps: { type: 'boolean', description: 'every operation of every look too' },
    json: { type: 'boolean', description: 'one JSON object with every step instead of text for people' },
    ...settingFlags('diagnose'),
  },
  async run({ args }) {
    const { subject, json, steps, ...flags } = args
    const config = readConfig(flags as Flags, process.env)
    if (config.extraCa !== undefined) trustAlso(config.extraCa)
    const log = lineLog(systemClock, text => process.stderr.write(text))
    const shared = {
      clock: systemClock,
      random: systemRandom,
      newId: idMaker(systemClock, systemRandom),
      log,
    }
    const signal = stopSignal()
    const done = new AbortController()
    void sayThatItTakes(subject, done.signal)
    const diagnosis = await look({
      ...shared,
      asked: subject,
      catalogue: await readCatalogue(config.catalogue, log),
      place: await placeOf(config),
      timeout,
      lookingGlass: config.lookingGlass,
      signal,
    }).finally(() => done.abort())
    const [words] = await loadLanguages(config.languages)
    if (json || words === undefined) process.stdout.write(`${JSON.stringify(diagnosis)}\n`)
    else
      process.stdout.write(
        diagnosisText(diagnosis, words, { colours: process.stdout.isTTY, steps: steps === true }),
      )
    process.exitCode = exitStatus(diagnosis)
  },
})

async function sayThatItTakes(subject: string, done: AbortSignal): Promise<void> {
  await systemClock.sleep(longWait, done)
  if (!done.aborted) process.stderr.write(`still looking at ${subject}: something does not answer …\n`)
}

const works = 0
const fails = 1
const cannotSay = 3

function exitStatus({ controls, parts }: Diagnosis): number {
  if (isBlind(controls)) return cannotSay
  if (parts.some(({ glance }) => glance.outcome === 'failing')) return fails
  return parts.every(({ glance }) => glance.outcome === 'working') ? works : cannotSay
}

/** Not even most of the controls can be seen: the line here is what is broken. */
export function isBlind({ seen, asked }: Diagnosis['controls']): boolean {
  return asked > 0 && seen * 2 < asked
}
