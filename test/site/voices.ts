import type { ReportCounts, ServiceReports } from '../../src/model/heard.ts'
import type { ProblemKind } from '../../src/model/report.ts'
import type { Usual, Voice } from '../../src/model/voice.ts'
import { createHeardSteps } from '../../src/tell/heard-steps.ts'
import type { SiteView } from '../../src/tell/view.ts'

/** A moment of the night: 4 October 2021, UTC. */
const at = (clock: string) => Date.parse(`2021-10-04T${clock}Z`)
const minute = 60_000
const window = 10 * minute

interface Said {
  /** People a minute as usual, and at the night's loudest. */
  readonly usual: number
  readonly peak: number
  readonly components: Readonly<Record<string, number>>
  readonly problems: Readonly<Partial<Record<ProblemKind, number>>>
  readonly victimOf?: string
  /** Reports a minute from one network, between 16:30 and 17:00, that do not count. */
  readonly brigade?: number
}

/** What people said on the night, as shares of those who name anything. */
const said: Readonly<Record<string, Said>> = {
  facebook: {
    usual: 20,
    peak: 4300,
    components: { website: 0.71, login: 0.18, photos: 0.11 },
    problems: { unreachable: 0.83, login: 0.12, slow: 0.05 },
  },
  instagram: {
    usual: 15,
    peak: 2600,
    components: { website: 0.66, photos: 0.34 },
    problems: { error: 0.7, media: 0.3 },
  },
  whatsapp: {
    usual: 14,
    peak: 3900,
    components: { messages: 0.62, photos: 0.24, calls: 0.14 },
    problems: { sending: 0.78, media: 0.14, unreachable: 0.08 },
  },
  messenger: {
    usual: 5,
    peak: 900,
    components: { messages: 0.8, calls: 0.2 },
    problems: { sending: 0.9, unreachable: 0.1 },
  },
  grameenphone: {
    usual: 3,
    peak: 240,
    components: { website: 1 },
    problems: { unreachable: 0.6, slow: 0.4 },
    victimOf: 'facebook',
  },
  jio: {
    usual: 6,
    peak: 420,
    components: { website: 1 },
    problems: { unreachable: 1 },
    victimOf: 'facebook',
  },
  nagad: { usual: 0.5, peak: 0, components: { app: 1 }, problems: { payment: 1 }, brigade: 400 },
}
const places = { kolkata: 0.31, dhaka: 0.27, 'west-bengal': 0.12, chattogram: 0.08, 'united-kingdom': 0.0004 }

/** What people say of each service at a moment of the night. */
export function nightVoices(now: number): SiteView['voices'] {
  return new Map(Object.keys(said).map(service => [service, voiceOf(service, now)]))
}

/** What was heard in the 24 hours before a moment of the night; for forty minutes of them nobody listened. */
export function nightHeard(now: number): SiteView['heard'] {
  const heard = createHeardSteps()
  const last = now - (now % window)
  for (let from = last - 145 * window; from <= last && from < now; from += window) {
    if (from >= at('03:00:00') && from < at('03:40:00')) continue
    heard.add(countsFrom(from, Math.min(now, from + window)))
  }
  return service => heard.of(service, now)
}

/** As learnt in weeks: fewer by night. */
export const nightUsuals: SiteView['usuals'] = new Map(
  Object.entries(said).map(([service, { usual }]): [string, Usual] => [
    service,
    { service, perMinute: Array.from({ length: 168 }, (_, hour) => usual * daily(hour % 24)) },
  ]),
)

export function voiceOf(service: string, now: number): Voice {
  const { usual = 0, components = {}, problems = {}, victimOf } = said[service] ?? {}
  const raised = now >= at('15:43:00') && now < at('23:00:00') && (said[service]?.peak ?? 0) > 0
  return {
    kind: 'voice',
    id: `voice-${service}`,
    service,
    state: raised ? 'raised' : 'usual',
    since: raised ? at('15:42:20') : at('00:00:00'),
    decided: raised ? at('15:43:00') : at('00:00:00'),
    confidence: 0.998,
    scope: 'everywhere',
    perMinute: rateOf(service, now),
    usual: usual * daily(new Date(now).getUTCHours()),
    components: shares(components).map(([id, share]) => ({ component: `${service}/${id}`, share })),
    problems: shares(problems).map(([problem, share]) => ({ problem: problem as ProblemKind, share })),
    places: shares(places).map(([place, share]) => ({ place, share })),
    carriers: [],
    ...(raised && victimOf !== undefined ? { victimOf } : {}),
    sources: ['reports'],
    evidence: [],
  }
}

function shares(counts: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(counts).sort(([, a], [, b]) => b - a)
}

function countsFrom(from: number, to: number): ReportCounts {
  const services = Object.keys(said).map(service => [service, reportsOf(service, from, to)] as const)
  return {
    kind: 'report_counts',
    id: `counts-${from}`,
    at: to,
    from,
    to,
    through: 0,
    error: 0.02,
    services: Object.fromEntries(services),
  }
}

function reportsOf(service: string, from: number, to: number): ServiceReports {
  const { components = {}, problems = {}, brigade = 0 } = said[service] ?? {}
  const counted = Math.round((rateOf(service, from) * (to - from)) / minute)
  const held = from >= at('16:30:00') && from < at('17:00:00') ? (brigade * (to - from)) / minute : 0
  return {
    taken: counted + held,
    counted,
    held: held > 0 ? { network: held } : {},
    components: parts(components, counted),
    problems: parts(problems, counted),
    places: parts(places, counted),
    carriers: {},
    networks: Math.ceil(counted / 3),
    largestNetwork: held > 0 ? held / (counted + held) : 0.02,
    reporters: counted,
  }
}

function parts(of: Readonly<Record<string, number>>, people: number): Record<string, number> {
  return Object.fromEntries(Object.entries(of).map(([id, share]) => [id, Math.round(share * people)]))
}

/** People a minute: the day's shape with some unrest, and the night's flood, steep, then ebbing in waves. */
function rateOf(service: string, when: number): number {
  const { usual = 0, peak = 0 } = said[service] ?? {}
  const unrest = 1 + 0.25 * Math.sin(when / 7_000_000) + 0.2 * Math.sin(when / 1_100_000 + usual)
  const calm = usual * daily(new Date(when).getUTCHours()) * unrest
  const hours = (when - at('15:41:00')) / 3_600_000
  if (hours < 0) return calm
  const over = when > at('21:45:00') ? Math.exp(-(when - at('21:45:00')) / 1_500_000) : 1
  const wave = 1 + 0.18 * Math.sin(hours * 2.6)
  return calm + peak * Math.min(1, hours / 0.35) * Math.exp(-hours / 4.5) * wave * over
}

/** 1 on average; people in India and Bangladesh sleep when it is 20:00 to 02:00 UTC. */
function daily(hour: number): number {
  return 1 + 0.6 * Math.sin(((hour - 5) / 24) * 2 * Math.PI)
}
