import { join, relative } from 'node:path'
import { defineCommand } from 'citty'
import { systemClock } from '../base/clock.ts'
import { UserError } from '../base/user-error.ts'
import { type Flags, readConfig } from '../main/config.ts'
import { demo as run } from '../main/demo.ts'
import { loadLanguages } from '../main/languages.ts'
import { stopSignal } from '../main/lifecycle.ts'
import type { Recorded } from '../model/evidence.ts'
import { settingFlags } from './flags.ts'
import { readRecordFile } from './record-file.ts'
import { processStreams } from './streams.ts'

const night = join(import.meta.dirname, '../../demo/2021-10-04.ndjson.gz')
const fastest = 1000

export const demo = defineCommand({
  meta: {
    name: 'demo',
    description: 'Replay a recorded night, with its page changing and a line for each news',
  },
  args: {
    speed: {
      type: 'string',
      description: 'how many times as fast as it was; default 5',
      valueHint: 'number',
    },
    record: { type: 'string', description: 'another record (NDJSON, .gz, .zst)', valueHint: 'file' },
    once: { type: 'boolean', description: 'end after the summary instead of serving the site on' },
    ...settingFlags('demo'),
  },
  async run({ args }) {
    const { speed = '5', record, once, ...flags } = args
    const times = parseSpeed(speed)
    const config = readConfig(flags as Flags, process.env)
    const [first, ...others] = await loadLanguages(config.languages)
    const records: Recorded[] = []
    for await (const each of readRecordFile(record ?? relative('', night))) records.push(each)
    await run({
      ...processStreams,
      records,
      speed: times,
      once: once === true,
      config,
      languages: [first, ...others] as Parameters<typeof run>[0]['languages'],
      clock: systemClock,
      signal: stopSignal(),
    })
  },
})

function parseSpeed(text: string): number {
  const speed = Number(text)
  if (speed > 0 && speed <= fastest) return speed
  const what = `--speed: "${text}" is no number above 0 and up to ${fastest}`
  throw new UserError('bad-speed', what, 'write it as --speed 10 or --speed 0.5')
}
