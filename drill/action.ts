import { z } from 'zod'
import {
  AnySite,
  announcing,
  Duration,
  Feature,
  HostName,
  listed,
  Machine,
  NameServer,
  Observer,
  Place,
  Resolver,
  SignedZone,
  Site,
  VantagePoint,
  WebServer,
  Zone,
} from './words.ts'
import { blockings } from './world/blocking.ts'
import { certificateStates } from './world/certificates.ts'
import { isPrefix, isWithin, webAddresses } from './world/hijack.ts'
import { ednsStates, tcpStates } from './world/name-server-filter.ts'
import { delegationOf, hosts, nameServers, namesOf } from './world/plan.ts'
import { protocolStates } from './world/web.ts'
import { delegations, dnssecStates } from './world/zones.ts'

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

/** Refuses what the plan does not have there, with what it has. */
const among = (
  context: z.core.$RefinementCtx,
  path: (string | number)[],
  name: string,
  what: string,
  known: readonly string[],
) => {
  if (known.includes(name)) return
  const message = `${JSON.stringify(name)} is no ${what}; known are: ${known.join(', ')}`
  context.addIssue({ code: 'custom', path, message })
}
const serversOf = (zone: string) =>
  nameServers.filter(({ zones }) => zones.includes(zone)).map(({ id }) => id)

/** How zones and their servers stand; what is left out goes for all of a zone's servers. */
const nameOperations = [
  z
    .strictObject({
      at,
      do: z.literal('dnssec'),
      zone: SignedZone,
      state: z.enum(dnssecStates),
      server: NameServer.optional(),
    })
    .superRefine(({ zone, state, server }, context) => {
      if (server === undefined) return
      among(context, ['server'], server, `name server of ${zone}`, serversOf(zone))
      const own = dnssecStates.filter(each => each !== 'wrong-keys' && each !== 'unsigned')
      among(context, ['state'], state, 'state of one server alone', own)
    }),
  z
    .strictObject({
      at,
      do: z.literal('records'),
      zone: Zone,
      name: listed(z.string()),
      address: z.ipv4().optional(),
      state: z.enum(['good', 'removed']).optional(),
    })
    .superRefine(({ zone, name, address, state }, context) => {
      for (const each of name) among(context, ['name'], each, `name in ${zone}`, namesOf(zone))
      if ((address === undefined) !== (state === undefined)) return
      context.addIssue({ code: 'custom', path: [], message: 'exactly one of address and state is needed' })
    }),
  z
    .strictObject({
      at,
      do: z.literal('serial'),
      server: NameServer,
      zone: Zone,
      state: z.enum(['good', 'stale']),
    })
    .superRefine(({ server, zone }, context) =>
      among(context, ['server'], server, `name server of ${zone}`, serversOf(zone)),
    ),
  z
    .strictObject({
      at,
      do: z.literal('glue'),
      zone: Zone,
      state: z.enum(['good', 'wrong']),
      server: NameServer.optional(),
    })
    .superRefine(({ zone, server }, context) => {
      const glued = Object.keys(hosts).filter(each =>
        delegationOf(each).some(({ host }) => host.endsWith(`.${each}`)),
      )
      among(context, ['zone'], zone, 'zone with glue', glued)
      if (server !== undefined) among(context, ['server'], server, `name server of ${zone}`, serversOf(zone))
    }),
  z.strictObject({ at, do: z.literal('ns-set'), zone: Zone, state: z.enum(['good', 'differs']) }),
  z.strictObject({ at, do: z.literal('tcp53'), server: NameServer, state: z.enum(tcpStates) }),
  z.strictObject({ at, do: z.literal('edns'), server: NameServer, state: z.enum(ednsStates) }),
] as const

const hijack = z
  .strictObject({
    at,
    do: z.literal('hijack'),
    by: Site,
    prefixes: z.array(z.string()).min(1),
    answered: z.enum(['nobody', 'web']).default('nobody'),
  })
  .superRefine(({ by, prefixes, answered }, context) => {
    const others = announcing.filter(({ id }) => id !== by).flatMap(each => each.prefixes)
    prefixes.forEach((prefix, n) => {
      if (isPrefix(prefix) && others.some(other => isWithin(prefix, other))) return
      const message = `"${prefix}" is within no prefix of another site; known are: ${others.join(', ')}`
      context.addIssue({ code: 'custom', path: ['prefixes', n], message })
    })
    if (answered === 'web') among(context, ['by'], by, 'site with a web server', Object.keys(webAddresses))
  })

export const plainActions = [
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
    location: z.string().min(1).optional(),
  }),
  z.strictObject({ at, do: z.literal('restore'), of: listed(Feature) }),
  z.strictObject({ at, do: z.literal('certificate'), of: WebServer, state: z.enum(certificateStates) }),
  zoneAction('lame'),
  zoneAction('unlame'),
  z.strictObject({
    at,
    do: z.literal('delegation'),
    zone: Zone,
    state: z.enum(delegations),
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
  ...nameOperations,
  hijack,
  z.strictObject({ at, do: z.literal('release'), by: Site }),
  z.strictObject({ at, do: z.literal('protocol'), of: WebServer, state: z.enum(protocolStates) }),
  z.strictObject({ at, do: z.literal('kill'), of: listed(Observer) }),
  z.strictObject({ at, do: z.literal('revive'), of: listed(Observer) }),
  z.strictObject({ at, do: z.literal('loss'), site: AnySite, percent: z.number().min(0).max(100) }),
] as const
export const verbs = [...plainActions.map(action => action.shape.do.value), 'flap']
export const unknownVerb = (issue: { input?: unknown }) => {
  const word = String((issue.input as { do?: unknown } | undefined)?.do ?? '')
  return `"${word}" is no action; known are: ${verbs.join(', ')}`
}
export const PlainAction = z.discriminatedUnion('do', plainActions, { error: unknownVerb })
/** One thing done to the world, at milliseconds after the drill's zero. */
export type Action = z.output<typeof PlainAction>
/** Repeats its actions, whose times count from each beginning, every so often until `until`. */
export const Flap = z
  .strictObject({
    at,
    do: z.literal('flap'),
    every: Duration.refine(ms => ms > 0, 'must be longer than 0 s'),
    until: Duration,
    actions: z.array(PlainAction).min(2),
  })
  .refine(({ at, until }) => until > at, { path: ['until'], error: 'must be later than at' })
