import { z } from 'zod'
import { parseDuration } from '../src/base/duration.ts'
import { FindingCode } from '../src/model/finding.ts'
import { Layer } from '../src/model/layer.ts'
import { Status } from '../src/model/status.ts'
import { blockings, webNames } from './world/blocking.ts'
import { certificateStates } from './world/certificates.ts'
import {
  components as allComponents,
  chatServers,
  features,
  hosts,
  nameServers,
  resolvers,
  sites,
  vantagePoints,
  webServers,
} from './world/plan.ts'

const one = (names: readonly string[], what: string) =>
  z.enum(names, {
    error: issue => `${JSON.stringify(issue.input)} is no ${what}; known are: ${names.join(', ')}`,
  })
const listed = <Item extends z.ZodType<string>>(item: Item) =>
  z.union([item.transform(single => [single]), z.array(item).min(1)])

/** Milliseconds since the drill's zero, or a span: `20s`, `1m30s`. */
const Duration = z.union([z.string(), z.number()]).transform((text, context) => {
  const ms = parseDuration(String(text))
  if (ms !== undefined) return ms
  context.addIssue(`${JSON.stringify(text)} is no duration: write 20s or 1m30s`)
  return z.NEVER
})

const announcing = sites.filter(({ prefixes }) => prefixes.length > 0)
const Site = one(
  announcing.map(({ id }) => id),
  'site that announces prefixes',
)
const AnySite = one(
  sites.map(({ id }) => id),
  'site',
)
const machineNames = [...webServers, ...nameServers, ...chatServers].map(({ id }) => id)
export const machines = [...machineNames, ...Object.keys(resolvers)]
const Machine = one(machines, 'server')
const NameServer = one(
  nameServers.map(({ id }) => id),
  'name server',
)
const WebServer = one(
  webServers.map(({ id }) => id),
  'web server',
)
const Resolver = one(Object.keys(resolvers), 'resolver')
const VantagePoint = one(['all', ...vantagePoints.map(({ id }) => id)], 'vantage point')
const Place = one(
  vantagePoints.map(({ id }) => id),
  'vantage point',
)
const HostName = one(Object.keys(webNames), 'host name')
const Zone = one(Object.keys(hosts), 'zone')
const services = [...new Set(allComponents.map(key => key.replace(/\/.*/, '')))]
const featureNames = Object.keys(features)
const Feature = one([...services, ...featureNames], 'web feature or service')
const Component = one(allComponents, 'component')
const ServiceOrComponent = one([...services, ...allComponents], 'service or component')
const Service = one(services, 'service')

const at = Duration
const routeAction = <Verb extends string>(verb: Verb) =>
  z
    .strictObject({ at, do: z.literal(verb), site: Site, prefixes: z.array(z.string()).min(1).optional() })
    .superRefine(({ site, prefixes = [] }, context) => {
      const own = announcing.find(({ id }) => id === site)?.prefixes ?? []
      prefixes.forEach((prefix, n) => {
        if (own.includes(prefix)) return
        const message = `"${prefix}" is no prefix of ${site}; known are: ${own.join(', ')}`
        context.addIssue({ code: 'custom', path: ['prefixes', n], message })
      })
    })
const zoneAction = <Verb extends string>(verb: Verb) =>
  z
    .strictObject({ at, do: z.literal(verb), server: NameServer, zone: Zone })
    .superRefine(({ server, zone }, context) => {
      const own = nameServers.find(({ id }) => id === server)?.zones ?? []
      if (own.includes(zone)) return
      const message = `"${zone}" is no zone of ${server}; known are: ${own.join(', ')}`
      context.addIssue({ code: 'custom', path: ['zone'], message })
    })
const plainActions = [
  routeAction('withdraw'),
  routeAction('announce'),
  z.strictObject({ at, do: z.literal('stop'), of: listed(Machine) }),
  z.strictObject({ at, do: z.literal('start'), of: listed(Machine) }),
  z.strictObject({ at, do: z.literal('freeze'), of: listed(Machine) }),
  z.strictObject({ at, do: z.literal('thaw'), of: listed(Machine) }),
  z.strictObject({ at, do: z.literal('slow'), of: listed(Feature), delay: Duration }),
  z.strictObject({ at, do: z.literal('normal'), of: listed(Feature) }),
  z.strictObject({
    at,
    do: z.literal('answer'),
    of: listed(Feature),
    status: z.int().min(200).max(599).optional(),
    body: z.string().optional(),
  }),
  z.strictObject({ at, do: z.literal('restore'), of: listed(Feature) }),
  z.strictObject({ at, do: z.literal('certificate'), of: WebServer, state: z.enum(certificateStates) }),
  zoneAction('lame'),
  zoneAction('unlame'),
  z.strictObject({
    at,
    do: z.literal('delegation'),
    zone: Zone,
    state: z.enum(['good', 'broken', 'removed']),
  }),
  z.strictObject({ at, do: z.literal('resolver'), of: Resolver, state: z.enum(['good', 'servfail']) }),
  z.strictObject({ at, do: z.literal('cut'), of: VantagePoint }),
  z.strictObject({ at, do: z.literal('join'), of: VantagePoint }),
  z.strictObject({
    at,
    do: z.literal('block'),
    in: listed(Place),
    names: listed(HostName),
    by: z.enum(blockings),
  }),
  z.strictObject({ at, do: z.literal('unblock'), in: listed(Place) }),
  z.strictObject({ at, do: z.literal('loss'), site: AnySite, percent: z.number().min(0).max(100) }),
] as const
export const verbs = [...plainActions.map(action => action.shape.do.value), 'flap']
const unknownVerb = (issue: { input?: unknown }) => {
  const word = String((issue.input as { do?: unknown } | undefined)?.do ?? '')
  return `"${word}" is no action; known are: ${verbs.join(', ')}`
}
const PlainAction = z.discriminatedUnion('do', plainActions, { error: unknownVerb })
/** One thing done to the world, at milliseconds after the drill's zero. */
export type Action = z.output<typeof PlainAction>
/** Repeats its actions, whose times count from each beginning, every so often until `until`. */
const Flap = z
  .strictObject({
    at,
    do: z.literal('flap'),
    every: Duration.refine(ms => ms > 0, 'must be longer than 0 s'),
    until: Duration,
    actions: z.array(PlainAction).min(2),
  })
  .refine(({ at, until }) => until > at, { path: ['until'], error: 'must be later than at' })

/** Milliseconds: the drill's catalogue looks at everything each 5 s (drill/catalogue/). */
const twoRounds = 10_000

/** What is true of a component, against which the conclusion is measured. */
const Down = z.strictObject({
  from: Duration,
  to: Duration,
  layer: Layer,
  /** Codes that the cause's chain must hold. */
  causes: z.array(FindingCode).default([]),
  /** The worst status. */
  status: Status.optional(),
  /** How far begin and end may be off. */
  within: Duration.default(twoRounds),
})
const Unknown = z.strictObject({ of: listed(ServiceOrComponent), from: Duration, to: Duration })
const Expect = z.strictObject({
  /** How many incidents are confirmed. */
  incidents: z.int().nonnegative(),
  down: z.partialRecord(Component, Down).default({}),
  /** Services that one incident holds all of. */
  together: z.array(Service).min(2).optional(),
  /** Services and components of which nothing bad is ever said. */
  untouched: z.array(ServiceOrComponent).default([]),
  unknown: Unknown.optional(),
  /** Components told as looking blocked, in exactly these countries, and never as down. */
  blocked: z
    .partialRecord(Component, z.strictObject({ in: z.array(z.string().regex(/^[A-Z]{2}$/)).min(1) }))
    .default({}),
  /** Codes that are told of a component while it works. */
  noted: z.partialRecord(Component, z.array(FindingCode).min(1)).default({}),
  /** Components in the order in which they return. */
  order: z.array(Component).default([]),
  /** Features that are told as lagging behind their app. */
  lagging: z.array(Component).default([]),
  /** Every component's status at the end. */
  final: Status.optional(),
})

export const kindsOfFault = [
  'route',
  'dns',
  'tcp',
  'tls',
  'http',
  'blocking',
  'vantage',
  'observer',
  'mixture',
] as const

/** A scenario as it is written in drill/scenarios/: docs/how-to/write-a-scenario.md tells it for people. */
export const Scenario = z
  .strictObject({
    name: z.string().min(1),
    /** What kind of fault it is about, for the table of all of them. */
    about: z.enum(kindsOfFault).default('mixture'),
    description: z.string().min(1),
    duration: Duration,
    actions: z.array(z.discriminatedUnion('do', [...plainActions, Flap], { error: unknownVerb })),
    expect: Expect,
  })
  .superRefine(({ duration, actions }, context) => {
    actions.forEach((action, n) => {
      if ((action.do === 'flap' ? action.until : action.at) <= duration) return
      const [key, message] = [action.do === 'flap' ? 'until' : 'at', "is after the drill's duration"]
      context.addIssue({ code: 'custom', path: ['actions', n, key], message })
    })
  })
export type Scenario = z.output<typeof Scenario>

/** Every action in the order of its time, repetitions written out. */
export function schedule(scenario: Scenario): Action[] {
  const all = scenario.actions.flatMap(action => (action.do === 'flap' ? repeated(action) : [action]))
  return all.toSorted((a, b) => a.at - b.at)
}

function repeated({ at, every, until, actions }: z.output<typeof Flap>): Action[] {
  const rounds = Math.max(1, Math.ceil((until - at) / every))
  return Array.from({ length: rounds }, (_, n) =>
    actions.map(action => ({ ...action, at: at + n * every + action.at })),
  ).flat()
}

/** The components that a service's or a component's name stands for. */
export function componentsOf(name: string): string[] {
  return allComponents.filter(key => key === name || key.startsWith(`${name}/`))
}
