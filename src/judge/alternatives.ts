import type { Alternative } from '../model/cause.ts'
import type { Finding } from '../model/finding.ts'
import { compareLayers, type Layer, layers } from '../model/layer.ts'
import type { Circumstances } from './cause.ts'
import type { Sight } from './component.ts'
import type { Look } from './look.ts'
import type { RouteView } from './routes/routes.ts'

/** Looks of one alternative that are named; more say the same. */
const cited = 3

/** That the trouble is the observer's own is out: whoever is cut off has no say. */
export function controlsFine(failing: readonly Sight[]): Alternative {
  return {
    layer: 'vantage',
    verdict: 'ruled_out',
    reason: 'controls_fine',
    args: { vantagePoints: failing.length },
    evidence: [],
  }
}

/** Every layer that is not in the chain, and why it is not that. */
export function alternativesTo(
  chain: readonly Finding[],
  failing: readonly Sight[],
  circumstances: Circumstances,
): Alternative[] {
  const looks = failing.flatMap(({ looks }) => looks)
  const [culprit, ...led] = chain.map(({ layer }) => layer)
  const others = layers.filter(layer => layer !== culprit && !led.includes(layer) && layer !== 'content')
  return [
    controlsFine(failing),
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
  const through = looks.filter(({ passed }) => passed.includes('tcp'))
  if (views.length === 0 && through.length > 0) return ruledOut('route', 'seen_working', {}, through)
  return open('route', 'not_looked_at')
}

/**
 * A layer below the culprit was passed; one above it cannot be seen on the path, but perhaps beside it,
 * at the last addresses that were known good.
 */
function layerAlternative(layer: Layer, culprit: Layer, looks: readonly Look[]): Alternative {
  const through = looks.filter(look => look.passed.includes(layer) || look.state === 'working')
  const below = compareLayers(layer, culprit) < 0
  if (below && through.length > 0) return ruledOut(layer, 'seen_working', {}, through)
  for (const look of looks) {
    const aside = look.findings.find(({ code }) => code.startsWith('last_known_good_'))
    if (aside === undefined) continue
    return aside.code === 'last_known_good_answers'
      ? ruledOut(layer, 'last_known_good_answers', aside.args, [look])
      : { ...open(layer, 'last_known_good_silent'), args: aside.args, evidence: [look.latest.id] }
  }
  return open(layer, below ? 'not_looked_at' : 'hidden_behind')
}

function ruledOut(
  layer: Layer,
  reason: Alternative['reason'],
  args: Alternative['args'],
  looks: readonly Look[] = [],
): Alternative {
  const evidence = looks.slice(0, cited).map(({ latest }) => latest.id)
  return { layer, verdict: 'ruled_out', reason, args, evidence }
}

function open(layer: Layer, reason: Alternative['reason']): Alternative {
  return { layer, verdict: 'open', reason, args: {}, evidence: [] }
}
