import { mapOf } from '../../src/judge/fate/map.ts'
import { newFateMemory, remember } from '../../src/judge/fate/memory.ts'
import { Routes } from '../../src/judge/routes/routes.ts'
import type { Cause } from '../../src/model/cause.ts'
import { finding } from '../../src/model/finding.ts'
import type { Incident, IncidentComponent, Stage } from '../../src/model/incident.ts'
import type { Observation } from '../../src/model/observation.ts'
import { type ComponentKey, componentKey } from '../../src/model/service.ts'
import type { VantageState } from '../../src/model/vantage-point.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { toDays } from '../../src/tell/history.ts'
import type { SiteView } from '../../src/tell/view.ts'
import { catalogue } from './catalogue.ts'
import { saidBy } from './said.ts'
import { nightHeard, nightUsuals, nightVoices } from './voices.ts'

/** A moment of the night: 4 October 2021, UTC. */
const at = (clock: string) => Date.parse(`2021-10-04T${clock}Z`)
const points = [
  { id: 'kolkata-1', place: 'Kolkata', country: 'IN', network: 'AS9498 Airtel' },
  { id: 'dhaka-1', place: 'Dhaka', country: 'BD', network: 'AS58717 Summit' },
  { id: 'london-1', place: 'London', country: 'GB', network: 'AS2856 BT' },
] as const
const everywhere = points.map(point => point.id)

const dns: Cause = {
  layer: 'route',
  chain: [
    finding('routes_withdrawn', { prefixes: ['129.134.30.0/23', '185.89.218.0/23'] }),
    finding('authoritative_unreachable', { servers: ['a.ns.facebook.com', 'b.ns.facebook.com'] }),
    finding('resolver_servfail', { host: 'www.facebook.com' }),
  ],
  vantagePoints: { n: 3, of: 3 },
  alternatives: [
    { layer: 'vantage', verdict: 'ruled_out', reason: 'controls_fine', args: {}, evidence: [] },
    { layer: 'http', verdict: 'ruled_out', reason: 'last_known_good_answers', args: {}, evidence: [] },
  ],
  confidence: 0.99,
  evidence: [],
}
const http: Cause = {
  layer: 'http',
  chain: [finding('server_error', { status: 503 })],
  vantagePoints: { n: 3, of: 3 },
  alternatives: [
    { layer: 'vantage', verdict: 'ruled_out', reason: 'controls_fine', args: {}, evidence: [] },
    { layer: 'dns', verdict: 'ruled_out', reason: 'seen_working', args: {}, evidence: [] },
    { layer: 'route', verdict: 'ruled_out', reason: 'routes_visible', args: {}, evidence: [] },
  ],
  confidence: 0.97,
  evidence: [],
}

/** When each part of the night went and came back. */
const fates: [ComponentKey, IncidentComponent['role'], string, string, Cause][] = [
  ['facebook/website', 'app', '15:45:10', '21:45:00', dns],
  ['facebook/login', 'feature', '15:45:10', '21:52:00', dns],
  ['facebook/photos', 'feature', '15:45:12', '22:10:00', dns],
  ['instagram/website', 'app', '15:46:00', '21:46:30', http],
  ['instagram/photos', 'feature', '15:46:02', '22:20:00', http],
  ['whatsapp/messages', 'app', '15:45:20', '22:28:00', dns],
  ['whatsapp/calls', 'feature', '15:45:20', '22:30:00', dns],
  ['whatsapp/photos', 'feature', '15:45:31', '22:45:00', dns],
  ['messenger/messages', 'app', '15:45:15', '21:48:00', dns],
  ['messenger/calls', 'feature', '15:45:15', '21:55:00', dns],
]
const stageTimes: [string, Stage, string][] = [
  ...['facebook', 'whatsapp', 'messenger'].flatMap((service): [string, Stage, string][] => [
    [service, 'routes', '21:00:40'],
    [service, 'names', '21:20:00'],
  ]),
  ['facebook', 'servers', '21:28:00'],
  ['messenger', 'servers', '21:30:00'],
  ['facebook', 'app', '21:45:00'],
  ['instagram', 'servers', '21:40:00'],
  ['instagram', 'app', '21:46:30'],
  ['messenger', 'app', '21:48:00'],
  ['messenger', 'features', '21:55:00'],
  ['facebook', 'features', '22:10:00'],
  ['instagram', 'features', '22:20:00'],
  ['whatsapp', 'servers', '22:20:00'],
  ['whatsapp', 'app', '22:28:00'],
  ['whatsapp', 'features', '22:45:00'],
]

/** Phases of the night, by the moment at which the page is looked at. */
export const phases = {
  before: '15:30:00',
  during: '17:10:00',
  recovering: '21:58:00',
  after: '23:20:00',
} as const

/** What the four of the night stood on: Meta's own name servers and networks, one certificate, and each its zone. */
const standing = ['facebook', 'instagram', 'whatsapp', 'messenger'].map((service, index) => {
  const memory = newFateMemory()
  const look = { target: `dns:${service}`, vantagePoint: 'kolkata-1', at: 0 }
  const network = (prefix: string) => ({ prefix, as: 32934, name: 'Facebook' })
  remember(memory, look, {
    zone: `${service}.com`,
    addresses: [`157.240.1.${35 + index}`, `2a03:2880:f12f:83:face:b00c:0:${25 + index}`],
    nameServers: ['a', 'b', 'c', 'd'].map((letter, at) => ({
      host: `${letter}.ns.${service}.com`,
      addresses: [['129.134.30.12', '129.134.31.12', '185.89.218.12', '185.89.219.12'][at] ?? ''],
    })),
    certificate: {
      fingerprint: 'f'.repeat(64),
      issuer: 'DigiCert Inc',
      subject: 'Meta Platforms, Inc.',
      names: [],
      notAfter: Date.UTC(2021, 11, 5),
    },
    networks: [
      '129.134.30.0/24',
      '129.134.31.0/24',
      '185.89.218.0/23',
      '157.240.1.0/24',
      '2a03:2880::/32',
    ].map(network),
  })
  return mapOf(service, memory, new Routes())
})

/** The site's view at a moment of the night; `sight` overrides how the vantage points stand. */
export function nightView(moment: string, sight: VantageState | 'starting' = 'sound'): SiteView {
  const now = at(moment)
  const began = now >= at('15:46:30')
  const verdicts = new Map<ComponentKey, Verdict>()
  const history = new Map<ComponentKey, Verdict[]>()
  for (const service of catalogue.services) {
    for (const component of service.components) {
      const key = componentKey(service, component)
      const past = verdictsOf(key, now)
      const standing = past.at(-1)
      if (standing !== undefined && sight !== 'starting') verdicts.set(key, standing)
      history.set(key, past)
    }
  }
  return {
    generated: now,
    lastEvidence: now - 400,
    catalogue,
    voices: nightVoices(now),
    heard: nightHeard(now),
    usuals: nightUsuals,
    verdicts,
    vantagePoints: points.map(point =>
      sight === 'starting'
        ? { point }
        : {
            point,
            verdict: {
              kind: 'vantage',
              id: `v-${point.id}`,
              vantagePoint: point.id,
              state: sight,
              since: at('12:00:00'),
            },
          },
    ),
    incidents: began ? [theIncident(now)] : [],
    history: component => toDays(history.get(component) ?? [], now),
    fates: new Map(standing.map(fate => [fate.service, fate])),
    ...saidBy(now),
    looks: new Map(began ? looks.map(look => [look.id, look]) : []),
  }
}

function verdictsOf(component: ComponentKey, now: number): Verdict[] {
  const fate = fates.find(([key]) => key === component)
  const fine: Verdict = {
    kind: 'verdict',
    id: `${component}-fine`,
    component,
    status: 'operational',
    since: at('00:00:00') - 60 * 86_400_000,
    decided: at('00:00:30') - 60 * 86_400_000,
    scope: 'nowhere',
    failing: [],
    fine: everywhere,
    unsure: [],
    confidence: 0.9991,
    evidence: [],
  }
  if (fate === undefined) return [fine]
  const [, , from, to, cause] = fate
  const out: Verdict = {
    ...fine,
    id: `${component}-out`,
    status: 'major_outage',
    since: at(from),
    decided: at(from) + 21_000,
    scope: 'everywhere',
    failing: everywhere,
    fine: [],
    confidence: 0.9987,
    cause,
    evidence: looks.map(({ id }) => id),
  }
  const back = { ...fine, id: `${component}-back`, since: at(to), decided: at(to) + 40_000 }
  return [fine, out, back].filter(verdict => verdict.since <= now)
}

function theIncident(now: number): Incident {
  const components = fates.map(([component, role, from, to, cause]): IncidentComponent => {
    const back = at(to) <= now
    const appBack = fates.some(
      ([key, kind, , end]) =>
        kind === 'app' && key.split('/')[0] === component.split('/')[0] && at(end) <= now,
    )
    return {
      component,
      role,
      status: back ? 'operational' : 'major_outage',
      worst: 'major_outage',
      began: at(from),
      ...(back ? { ended: at(to) } : {}),
      spells: [back ? { began: at(from), ended: at(to) } : { began: at(from) }],
      cause,
      confidence: 0.9987,
      lagging: role === 'feature' && !back && appBack,
    }
  })
  const ended = now >= at('22:45:00')
  const resolved = now >= at('22:55:00')
  const timeline: Incident['timeline'] = [
    { at: at('15:45:10'), code: 'began', component: 'facebook/website', evidence: [] },
    {
      at: at('15:45:42'),
      code: 'confirmed',
      component: 'facebook/website',
      cause: dns,
      status: 'major_outage',
      evidence: ['look-1', 'look-2', 'gone-1'],
    },
    {
      at: at('15:45:50'),
      code: 'joined',
      component: 'whatsapp/messages',
      status: 'major_outage',
      evidence: [],
    },
    {
      at: at('15:45:55'),
      code: 'joined',
      component: 'messenger/messages',
      status: 'major_outage',
      evidence: [],
    },
    {
      at: at('15:46:20'),
      code: 'joined',
      component: 'instagram/website',
      status: 'major_outage',
      evidence: ['look-3'],
    },
    { at: at('21:00:40'), code: 'recovering', evidence: [] },
    ...stageTimes.map(([service, stage, clock]) => ({
      at: at(clock),
      code: 'stage_reached' as const,
      service,
      stage,
      evidence: [],
    })),
    { at: at('22:55:00'), code: 'resolved', evidence: [] },
  ]
  return {
    kind: 'incident',
    id: 'i-2021-10-04-1',
    version: 1 + timeline.filter(line => line.at <= now).length,
    state: resolved ? 'resolved' : now >= at('21:00:40') ? 'recovering' : 'confirmed',
    began: at('15:45:10'),
    detected: at('15:45:31'),
    confirmed: at('15:45:42'),
    ...(ended ? { ended: at('22:45:00') } : {}),
    ...(resolved ? { resolved: at('22:55:00') } : {}),
    updated: Math.min(now, at('22:55:00')),
    components,
    shared: ['prefix:129.134.30.0/24', 'prefix:129.134.31.0/24', 'as:32934'],
    bonds: (['prefix:129.134.30.0/24', 'prefix:129.134.31.0/24', 'as:32934'] as const).map(key => ({
      key,
      services: ['facebook', 'messenger', 'whatsapp'],
    })),
    stages: stageTimes
      .filter(([, , clock]) => at(clock) <= now)
      .map(([service, stage, clock]) => ({ service, stage, at: at(clock) })),
    timeline: timeline.filter(line => line.at <= now).sort((a, b) => a.at - b.at),
  }
}

const looks: Observation[] = [
  look('look-1', 'kolkata-1', 'https:https://www.facebook.com/', dns, [
    { layer: 'dns', op: 'resolve', with: '1.1.1.1', at: 0, ms: 2004, failure: 'dns_servfail_error' },
    {
      layer: 'dns',
      op: 'ask',
      with: 'a.ns.facebook.com 129.134.30.12',
      at: 2005,
      ms: 3000,
      failure: 'dns_timeout_error',
    },
    { layer: 'tcp', op: 'connect', with: '157.240.1.35:443', at: 2005, ms: 41, aside: true },
  ]),
  look('look-2', 'dhaka-1', 'dns:www.facebook.com', dns, [
    { layer: 'dns', op: 'resolve', with: '9.9.9.9', at: 0, ms: 1830, failure: 'dns_servfail_error' },
  ]),
  look('look-3', 'london-1', 'https:https://www.instagram.com/', http, [
    { layer: 'dns', op: 'resolve', with: '1.1.1.1', at: 0, ms: 12 },
    { layer: 'tcp', op: 'connect', with: '157.240.1.174:443', at: 12, ms: 18 },
    { layer: 'tls', op: 'handshake', with: 'www.instagram.com', at: 30, ms: 27 },
    { layer: 'http', op: 'request', with: 'GET /', at: 57, ms: 103 },
  ]),
]

function look(
  id: string,
  vantagePoint: string,
  target: string,
  cause: Cause,
  steps: Observation['steps'],
): Observation {
  return {
    kind: 'observation',
    id,
    at: at('15:45:12'),
    vantagePoint,
    probe: target.split(':')[0] ?? '',
    target,
    attempt: 0,
    ms: 5005,
    controls: { seen: 3, asked: 3 },
    steps,
    findings: cause.chain.slice(-1),
    seen: {
      zone: 'facebook.com',
      nameServers: ['a', 'b', 'c', 'd'].map(letter => ({ host: `${letter}.ns.facebook.com`, addresses: [] })),
    },
  }
}
