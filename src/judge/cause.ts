import type { Alternative, Cause } from '../model/cause.ts'
import { type Finding, type FindingCode, finding } from '../model/finding.ts'
import { compareLayers, type Layer, layers } from '../model/layer.ts'
import { weightOf } from '../model/weight.ts'
import type { Sight } from './component.ts'
import type { Look } from './look.ts'
import type { Routes, RouteView } from './routes.ts'
import { usualMs } from './usual.ts'

/** What the judge knows beside the looks, for arguing a cause. */
export interface Circumstances {
  routes: Routes
  /** Addresses of the component's servers and of its names' servers, as last seen. */
  servers: readonly string[]
  nameServers: readonly string[]
  /** What the standing cause is made of: it goes only when nobody sees it any more. */
  held: readonly FindingCode[]
  /** How many sound vantage points look at the component. */
  sound: number
}

/** Within a layer, what lies under what: the parent's word, then the zone's own servers, then people's resolvers. */
const depth: Partial<Record<FindingCode, number>> = {
  delegation_missing: 0,
  authoritative_unreachable: 1,
  authoritative_all_lame: 1,
  authoritative_error: 1,
  name_nxdomain: 2,
  name_nodata: 2,
}
const shallow = 3

/** Failures by which packets vanish, as they do where a route is gone. */
const silences = new Set<FindingCode>([
  'authoritative_unreachable',
  'connect_timeout',
  'connect_failed',
  'no_route',
])

/** Argues why, from what the failing vantage points see: the lowest layer on which they agree, and what it leads to. */
export function causeOf(failing: readonly Sight[], circumstances: Circumstances): Cause | undefined {
  const chain = chainOf(failing, circumstances)
  const [lowest] = chain
  if (lowest === undefined) return undefined
  const { layer, code } = lowest
  return {
    layer,
    chain,
    vantagePoints: { n: failing.length, of: circumstances.sound },
    alternatives: code === 'slow' ? [controlsFine] : alternatives(chain, failing, circumstances),
  }
}

/** From the root to what people meet; empty where the failing looks agree on nothing. */
export function chainOf(failing: readonly Sight[], circumstances: Circumstances): Finding[] {
  const agreed = agreedFindings(failing, circumstances.held)
  const root = agreed[0]
  if (root === undefined) return slowness(failing)
  const last = agreed.at(-1)
  const chain = last === undefined || last === root ? [root] : [root, last]
  const withdrawn = silences.has(root.code) ? withdrawal(root, circumstances) : undefined
  return withdrawn === undefined ? chain : [withdrawn, ...chain]
}

const controlsFine: Alternative = {
  layer: 'vantage',
  verdict: 'ruled_out',
  reason: 'controls_fine',
  args: {},
}

/** Findings that at least half of the failing vantage points have, or one that is held, deepest first, one a code. */
function agreedFindings(failing: readonly Sight[], held: readonly FindingCode[]): Finding[] {
  const seenBy = new Map<FindingCode, { finding: Finding; vantages: number; last: string }>()
  for (const { vantage, bad } of failing) {
    for (const { findings } of bad) {
      for (const found of findings) {
        if (weightOf(found) !== 'fails') continue
        const entry = seenBy.get(found.code)
        if (entry === undefined) seenBy.set(found.code, { finding: found, vantages: 1, last: vantage })
        else if (entry.last !== vantage) {
          entry.vantages++
          entry.last = vantage
        }
      }
    }
  }
  return [...seenBy.values()]
    .filter(({ vantages, finding }) => vantages * 2 >= failing.length || held.includes(finding.code))
    .map(entry => entry.finding)
    .sort((a, b) => compareLayers(a.layer, b.layer) || depthOf(a) - depthOf(b) || (a.code < b.code ? -1 : 1))
}

function depthOf({ code }: Finding): number {
  return depth[code] ?? shallow
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
  const addresses = root.layer === 'dns' ? nameServers : servers
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

/** Every layer that is not in the chain, and why it is not that. */
function alternatives(
  chain: readonly Finding[],
  failing: readonly Sight[],
  circumstances: Circumstances,
): Alternative[] {
  const looks = failing.flatMap(({ looks }) => looks)
  const [culprit, ...led] = chain.map(({ layer }) => layer)
  const others = layers.filter(layer => layer !== culprit && !led.includes(layer) && layer !== 'content')
  return [
    {
      layer: 'vantage',
      verdict: 'ruled_out',
      reason: 'controls_fine',
      args: { vantagePoints: failing.length },
    },
    ...others.map(layer =>
      layer === 'route'
        ? routeAlternative(circumstances, looks)
        : layerAlternative(layer, culprit ?? layer, looks),
    ),
  ]
}

function routeAlternative(
  { routes, servers, nameServers }: Circumstances,
  looks: readonly Look[],
): Alternative {
  const views = [...servers, ...nameServers]
    .map(address => routes.view(address))
    .filter(view => view !== undefined)
  const present = views.filter(view => !view.withdrawn)
  if (views.length > 0 && present.length === views.length) {
    const least = present.reduce((a: RouteView, b: RouteView) => (b.visible < a.visible ? b : a))
    return ruledOut('route', 'routes_visible', { visible: least.visible, peers: least.peers })
  }
  if (views.length === 0 && looks.some(({ passed }) => passed.includes('tcp')))
    return ruledOut('route', 'seen_working', {})
  return { layer: 'route', verdict: 'open', reason: 'not_looked_at', args: {} }
}

/**
 * A layer below the culprit was passed; one above it cannot be seen on the path, but perhaps beside it,
 * at the last addresses that were known good.
 */
function layerAlternative(layer: Layer, culprit: Layer, looks: readonly Look[]): Alternative {
  const below = compareLayers(layer, culprit) < 0
  if (below && looks.some(look => look.passed.includes(layer) || look.state === 'working')) {
    return ruledOut(layer, 'seen_working', {})
  }
  const aside = looks
    .flatMap(({ findings }) => findings)
    .find(({ code }) => code.startsWith('last_known_good_'))
  if (aside?.code === 'last_known_good_answers') return ruledOut(layer, 'last_known_good_answers', aside.args)
  if (aside?.code === 'last_known_good_silent')
    return { layer, verdict: 'open', reason: 'last_known_good_silent', args: aside.args }
  return { layer, verdict: 'open', reason: 'not_looked_at', args: {} }
}

function ruledOut(layer: Layer, reason: Alternative['reason'], args: Alternative['args']): Alternative {
  return { layer, verdict: 'ruled_out', reason, args }
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort()
}

/** What does no harm as yet, and whoever runs the service should mend. */
const weaknesses = new Set<FindingCode>([
  'authoritative_partly_unreachable',
  'authoritative_lame',
  'certificate_expires_soon',
])

export function hasWeakness({ findings }: Look): boolean {
  return findings.some(({ code }) => weaknesses.has(code))
}

/** What is amiss with a component that works: what most of those see who see it working. */
export function weaknessOf(sights: readonly Sight[]): Cause | undefined {
  const fine = sights.filter(({ sees }) => sees === 'fine')
  const seenBy = new Map<FindingCode, { finding: Finding; vantages: Set<string> }>()
  for (const { vantage, looks } of fine) {
    for (const found of looks.flatMap(({ findings }) => findings)) {
      if (!weaknesses.has(found.code)) continue
      const entry = seenBy.get(found.code) ?? { finding: found, vantages: new Set() }
      entry.vantages.add(vantage)
      seenBy.set(found.code, entry)
    }
  }
  const agreed = [...seenBy.values()]
    .filter(({ vantages }) => vantages.size * 2 > fine.length)
    .sort((a, b) => compareLayers(a.finding.layer, b.finding.layer))
  const [lowest] = agreed
  if (lowest === undefined) return undefined
  return {
    layer: lowest.finding.layer,
    chain: agreed.map(({ finding }) => finding),
    vantagePoints: { n: lowest.vantages.size, of: fine.length },
    alternatives: [],
  }
}

/** Why nothing can be said although somebody looks: the service turns our prober away. */
export function refusalOf(sights: readonly Sight[]): Cause | undefined {
  const refused = sights.filter(({ sees }) => sees === 'refused')
  const found = refused
    .flatMap(({ looks }) => looks.flatMap(look => look.findings))
    .find(({ code }) => code === 'prober_refused')
  if (found === undefined || sights.some(({ sees }) => sees === 'fine' || sees === 'slow')) return undefined
  return {
    layer: found.layer,
    chain: [found],
    vantagePoints: { n: refused.length, of: sights.length },
    alternatives: [],
  }
}
