import { z } from 'zod'
import { parseDuration } from '../src/base/duration.ts'
import { webNames } from './world/blocking.ts'
import {
  components as allComponents,
  chatServers,
  features,
  hosts,
  nameServers,
  resolvers,
  signedZones,
  sites,
  vantagePoints,
  webServers,
} from './world/plan.ts'

/** Exactly one of these names; another is refused with all of them. */
export const one = (names: readonly string[], what: string) =>
  z.enum(names, {
    error: issue => `${JSON.stringify(issue.input)} is no ${what}; known are: ${names.join(', ')}`,
  })
/** One name, or several. */
export const listed = <Item extends z.ZodType<string>>(item: Item) =>
  z.union([item.transform(single => [single]), z.array(item).min(1)])

/** Milliseconds since the drill's zero, or a span: `20s`, `1m30s`. */
export const Duration = z.union([z.string(), z.number()]).transform((text, context) => {
  const ms = parseDuration(String(text))
  if (ms !== undefined) return ms
  context.addIssue(`${JSON.stringify(text)} is no duration: write 20s or 1m30s`)
  return z.NEVER
})

export const announcing = sites.filter(({ prefixes }) => prefixes.length > 0)
export const Site = one(
  announcing.map(({ id }) => id),
  'site that announces prefixes',
)
export const AnySite = one(
  sites.map(({ id }) => id),
  'site',
)
const machineNames = [...webServers, ...nameServers, ...chatServers].map(({ id }) => id)
export const machines = [...machineNames, ...Object.keys(resolvers)]
export const Machine = one(machines, 'server')
export const NameServer = one(
  nameServers.map(({ id }) => id),
  'name server',
)
export const WebServer = one(
  webServers.map(({ id }) => id),
  'web server',
)
export const Resolver = one(Object.keys(resolvers), 'resolver')
export const VantagePoint = one(['all', ...vantagePoints.map(({ id }) => id)], 'vantage point')
export const Place = one(
  vantagePoints.map(({ id }) => id),
  'vantage point',
)
export const HostName = one(Object.keys(webNames), 'host name')
export const Zone = one(Object.keys(hosts), 'zone')
const services = [...new Set(allComponents.map(key => key.replace(/\/.*/, '')))]
const featureNames = Object.keys(features)
export const Feature = one([...services, ...featureNames], 'web feature or service')
export const Component = one(allComponents, 'component')
export const ServiceOrComponent = one([...services, ...allComponents], 'service or component')
export const Service = one(services, 'service')

export const SignedZone = one(
  signedZones.filter(zone => zone !== '.'),
  'signed zone',
)
export const Observer = one(['observatory', 'all', ...vantagePoints.map(({ id }) => id)], 'observer')

/** The components that a service's or a component's name stands for. */
export function componentsOf(name: string): string[] {
  return allComponents.filter(key => key === name || key.startsWith(`${name}/`))
}
