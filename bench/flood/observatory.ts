import { systemClock } from '../../src/base/clock.ts'
import { lineLog } from '../../src/base/log.ts'
import { seededRandom } from '../../src/base/random.ts'
import { readConfig } from '../../src/main/config.ts'
import { loadLanguages } from '../../src/main/languages.ts'
import { stopSignal } from '../../src/main/lifecycle.ts'
import { observatory } from '../../src/main/observatory.ts'
import { Standing } from '../../src/main/standing.ts'
import { catalogue } from './catalogue.ts'
import { fastClock } from './fast-clock.ts'

/** The real observatory in a process of its own, without looks, by a clock that runs fast; prints its address. */
const [folder = '', time = ''] = process.argv.slice(2)
const config = readConfig({ data: folder, port: '0', observe: 'false' }, {})
await observatory({
  config,
  catalogue,
  sources: [],
  languages: await loadLanguages(config.languages),
  standing: new Standing(),
  clock: fastClock(JSON.parse(time)),
  random: seededRandom(systemClock.now()),
  log: lineLog(systemClock, line => process.stderr.write(line)),
  signal: stopSignal(),
  ready: url => process.stdout.write(`${url}\n`),
})
