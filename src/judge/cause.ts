import type { Alternative, Cause } from '../model/cause.ts'
import { type Finding, type FindingCode, finding } from '../model/finding.ts'
import { compareLayers, type Layer } from '../model/layer.ts'
import { weightOf } from '../model/weight.ts'
import { type Agreed, agreement } from './agreement.ts'
import { alternativesTo, controlsFine } from './alternatives.ts'
import { capped, probability } from './belief.ts'
import type { Sight } from './component.ts'
import { policy } from './policy.ts'
import type { RouteViews } from './routes/routes.ts'
import { usualMs } from './usual.ts'

/** What the judge knows beside the looks, for arguing a cause. */
export interface Circumstances {
  routes: RouteViews
  /** Addresses of the component's servers and of its names' servers, as last seen. */
  servers: readonly string[]
  nameServers: readonly string[]
  /** What the standing cause is made of: it goes only when nobody sees it any more. */
  held: readonly FindingCode[]
  /** How many sound vantage points look at the component. */
  sound: number
}

/** Failures by which packets vanish, as they do where a route is gone. */
const silences = new Set<FindingCode>([
  'authoritative_unreachable',
  'resolver_down',
  'connect_timeout',
  'connect_failed',
  'echo_unanswered',
  'no_route',
])

/** Argues why, from what the failing vantage points see: the lowest layer on which they agree, and what it leads to. */
export function causeOf(failing: readonly Sight[], circumstances: Circumstances): Cause | undefined {
  const agreed = agreedFindings(failing, circumstances.held)
  const chain = chainFrom(agreed, failing, circumstances)
  const [lowest] = chain
  if (lowest === undefined) return undefined
  const { layer, code } = lowest
  const alternatives =
    code === 'slow' ? [controlsFine(failing)] : alternativesTo(chain, failing, circumstances)
  return {
    layer,
    chain,
    vantagePoints: { n: failing.length, of: circumstances.sound },
    alternatives,
    confidence: confidenceIn(layer, failing, agreed[0], alternatives),
    evidence: [...new Set(agreed.flatMap(({ evidence }) => evidence))].slice(0, policy.cause.cited),
  }
}

/** From the root to what people meet; empty where the failing looks agree on nothing. */
export function chainOf(failing: readonly Sight[], circumstances: Circumstances): Finding[] {
  return chainFrom(agreedFindings(failing, circumstances.held), failing, circumstances)
}

function chainFrom(
  agreed: readonly Agreed[],
  failing: readonly Sight[],
  circumstances: Circumstances,
): Finding[] {
  const root = agreed[0]?.finding
  if (root === undefined) return slowness(failing)
  const last = agreed.at(-1)?.finding ?? root
  const chain = last === root ? [root] : [root, last]
  const route =
    (silences.has(root.code) ? withdrawal(root, circumstances) : undefined) ?? theft(root, circumstances)
  return [...(route === undefined ? [] : [route]), ...chain, ...cachesOf(failing)]
}

/** Whether most of the routers have been led to somebody else who announces the addresses as his. */
function theft(root: Finding, { routes, servers, nameServers }: Circumstances): Finding | undefined {
  const addresses = standsAt(root) === 'name servers' ? nameServers : servers
  return routes
    .concerns(addresses)
    .find(({ code, args }) => stolen.has(code) && Number(args['by']) * 2 >= Number(args['peers']))
}

/** Whose addresses what fails stands at; a resolver that is looked at is a server like another. */
function standsAt({ layer, code }: Finding): 'name servers' | 'servers' {
  return layer === 'dns' && code !== 'resolver_down' ? 'name servers' : 'servers'
}

const stolen = new Set<FindingCode>(['route_origin_changed', 'more_specific_announced'])

/** Findings that at least half of the failing vantage points have, or one that is held, deepest first. */
function agreedFindings(failing: readonly Sight[], held: readonly FindingCode[]): Agreed[] {
  return agreement(
    failing,
    ({ bad }) => bad,
    found => weightOf(found) === 'fails',
  ).filter(({ vantages, finding }) => vantages * 2 >= failing.length || held.includes(finding.code))
}

/** Caches that still answer hide it until they run out; the last to do so says when. */
function cachesOf(failing: readonly Sight[]): Finding[] {
  const cached = agreement(
    failing,
    ({ bad }) => bad,
    ({ code }) => code === 'answers_from_caches',
  )
  return cached.filter(({ vantages }) => vantages * 2 >= failing.length).map(({ finding }) => finding)
}

/** Slow, not down: how slow, against what is usual there. */
function slowness(sights: readonly Sight[]): Finding[] {
  const slow = sights.flatMap(({ bad }) => bad).filter(look => look.state === 'slow')
  const worst = slow.sort((a, b) => b.latest.ms - a.latest.ms)[0]
  if (worst === undefined) return []
  return [finding('slow', { ms: Math.round(worst.latest.ms), usual: Math.round(usualMs(worst.usual)) })]
}

/**
 * Whether the routes to what fell silent are gone. Prefixes weigh by what stands on them: all of the
 * servers must have lost theirs, however few prefixes that is (on 4 October 2021 it was 6 in 100).
 */
function withdrawal(root: Finding, { routes, servers, nameServers }: Circumstances): Finding | undefined {
  const addresses = standsAt(root) === 'name servers' ? nameServers : servers
  const views = addresses.map(address => routes.view(address)).filter(view => view !== undefined)
  if (views.length === 0 || !views.every(view => view.withdrawn)) return undefined
  const worst = views.reduce((a, b) => (b.visible * a.peers > a.visible * b.peers ? b : a))
  const covering = distinct(views.flatMap(({ covering }) => covering ?? []))
  return finding('routes_withdrawn', {
    prefixes: distinct(views.map(({ prefix }) => prefix)),
    servers: addresses.length,
    visible: worst.visible,
    peers: worst.peers,
    origins: distinct(views.map(({ origin }) => String(origin))),
    ...(covering.length > 0 ? { covering } : {}),
  })
}

/**
 * How sure the layer is: each vantage point that sees the root speaks for it, each that fails without it
 * against it, and so does each lower layer that nothing has ruled out.
 */
function confidenceIn(
  layer: Layer,
  failing: readonly Sight[],
  root: Agreed | undefined,
  alternatives: readonly Alternative[],
): number {
  const { base, perVantagePoint, perOpenLayer } = policy.cause
  const agreeing = root?.vantages ?? failing.length
  const against = failing.length - agreeing
  const open = alternatives.filter(
    other => other.verdict === 'open' && other.layer !== 'vantage' && compareLayers(other.layer, layer) < 0,
  ).length
  return capped(agreeing, probability(base + (agreeing - against) * perVantagePoint - open * perOpenLayer))
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort()
}
