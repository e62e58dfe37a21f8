import { cpus } from 'node:os'
import type { Totals } from '../../src/listen/reports/totals.ts'
import type { Voice } from '../../src/model/voice.ts'
import type { Ledger } from './sender.ts'

export interface Found {
  readonly ledger: Ledger
  /** Of the real clock. */
  readonly seconds: number
  readonly speed: number
  /** Bytes that the observatory held at most, at the end, at the start; its CPU-seconds. */
  readonly used: {
    readonly most: number
    readonly last: number
    readonly first: number
    readonly cpu: number
  }
  readonly totals: Totals
  /** Acknowledged and not counted, or the other way round below zero. */
  readonly lost: number
  /** Relative errors of estimates of different people in a quarter hour. */
  readonly errors: readonly number[]
  readonly voices: readonly Voice[]
  readonly incidents: number
  readonly begins: number
  /** Milliseconds of the night after its beginning until a voice is raised for Facebook. */
  readonly firstSign?: number
  /** The longest time between two windows in which nobody listened (ms). */
  readonly longestWindow: number
}

/** The same as docs/flood.md. */
export function floodPage(found: Found, now: Date): string {
  const [machine] = cpus()
  return `# The flood of a night

Written by \`npm run flood\` on ${now.toISOString().slice(0, 10)} (${cpus().length} × ${machine?.model.trim()}, Node ${process.version}): ${n(found.ledger.sent)} people report
Facebook, WhatsApp, Instagram, Messenger and the carriers that they blame, as they did on 4 October 2021 from 15:40 to
22:45 UTC, heaped at the beginning, on top of the usual twenty a minute. They come by gateways and one by one over HTTP to the
real observatory, whose clock runs ${found.speed} times as fast as theirs would, on the same machine as the sender. Its judge has
heard the usual weeks before; nobody looks, so that all it knows is what people say.

\`\`\`
${floodText(found)}\`\`\`

A gap between windows is a time in which the whole process waited for the processor, ${found.speed} times as long as it was:
what came meanwhile is in the next window. What one network or one gateway brings beyond its share is held back ([decision 13](decisions/0013-counting-reports.md)).
Against brigades there is \`npm run brigade\`.
`
}

/** What the flood came to, in lines. */
export function floodText(found: Found): string {
  const { ledger, totals, used, errors, seconds } = found
  const rms = Math.sqrt(errors.reduce((sum, each) => sum + each ** 2, 0) / errors.length)
  const counted = totals.services.reduce((sum, each) => sum + each.counted, 0)
  const lines = [
    `sent: ${n(ledger.sent)} people, ${n(ledger.pressedAgain)} of whom pressed again, in ${n(ledger.requests)} requests`,
    `acknowledged: ${n(ledger.taken)} taken, ${n(ledger.again)} already there; put off and sent again: ${n(ledger.putOff)} requests`,
    `acknowledged and not in the counts: ${n(found.lost)}`,
    `counted: ${n(counted)} (${share(counted / ledger.taken)}); the rest held back, with its reason`,
    `speed: ${n((ledger.taken + ledger.again) / seconds)} reports a second over ${n(seconds)} s, ${found.speed} times as fast as the night`,
    `longest gap between windows: ${n(found.longestWindow / 1000)} s of the night`,
    `the slowest single report was acknowledged after ${(ledger.latest / found.speed).toFixed(0)} ms`,
    `the observatory: ${mib(used.first)} MiB at the start, ${mib(used.most)} at most, ${mib(used.last)} at the end; ${n(used.cpu)} CPU-seconds (the sender ${n(ledger.cpu)})`,
    `estimates of people in a quarter hour: ${share(rms)} off (root mean square of ${errors.length}), ${share(Math.max(...errors.map(Math.abs)))} at most; stated ${share(totals.error)}`,
    `first sign: ${found.firstSign === undefined ? 'none' : `${n(found.firstSign / 1000)} s after the beginning (goal: 60 s)`}`,
    `incidents: ${found.incidents}`,
    '',
    ...totals.services.map(serviceLine),
    '',
    ...firstOfEach(found.voices).map(voice => voiceLine(voice, found.begins)),
    `said in all: ${found.voices.length} voices`,
  ]
  return `${lines.join('\n')}\n`
}

function firstOfEach(voices: readonly Voice[]): Voice[] {
  const raised = voices.filter(({ state }) => state === 'raised')
  return raised.filter((voice, n) => raised.findIndex(({ service }) => service === voice.service) === n)
}

function serviceLine({ service, taken, counted, held, reporters }: Totals['services'][number]): string {
  const why = Object.entries(held).map(([reason, count]) => `${reason} ${n(count)}`)
  return `${service}: ${n(taken)} came, ${n(counted)} counted, at most ${n(reporters)} people in a quarter hour; held back: ${why.join(', ') || 'none'}`
}

function voiceLine(voice: Voice, begins: number): string {
  const { service, state, decided, perMinute, usual, scope, victimOf } = voice
  const at = new Date(decided).toISOString().slice(11, 19)
  const names = voice.components.slice(0, 3).map(({ component, share: of }) => `${component} ${share(of)}`)
  const whose = victimOf === undefined ? '' : `, likely because of ${victimOf}`
  return `${at} (${n((decided - begins) / 1000)} s) ${service} ${state}: ${n(perMinute)} a minute, usually ${usual.toFixed(1)}, ${scope}${whose} ${names.join(', ')}`
}

const n = (value: number) => Math.round(value).toLocaleString('en')
const share = (of: number) => `${(100 * of).toFixed(2)} %`
const mib = (bytes: number) => Math.round(bytes / 2 ** 20)
