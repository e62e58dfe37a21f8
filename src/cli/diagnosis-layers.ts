import type { Diagnosis } from '../main/diagnose.ts'
import type { Layer } from '../model/layer.ts'
import type { Observation, Seen, Step } from '../model/observation.ts'
import { weightOf } from '../model/weight.ts'
import type { Glimpse } from '../net/bgp/looking-glass.ts'
import { technicalFinding } from '../tell/story.ts'
import type { Words } from '../tell/words/words.ts'

type Part = Diagnosis['parts'][number]

/** How a layer came out: `unseen` where the look did not get so far, or nobody could look. */
export interface LayerLine {
  readonly layer: Layer
  readonly outcome: 'fine' | 'amiss' | 'fails' | 'unseen'
  readonly facts: readonly string[]
}

/** Each layer of one thing in a few facts, lowest first; of what works, those alone that it has. */
export function layerLines(part: Part, diagnosis: Diagnosis, words: Words): LayerLine[] {
  const observations = [...part.foundations, ...part.own]
  const met = [
    nameLine(observations, words),
    stepLine('tcp', observations, words),
    stepLine('tls', observations, words),
    ...topLines(observations, words),
  ]
  const had = part.glance.outcome === 'working' ? met.filter(({ outcome }) => outcome !== 'unseen') : met
  return [routeLine(observations, diagnosis, words), ...had]
}

/** Servers and what they answer; of a stream, whose servers speak no HTTP, what they answer alone. */
function topLines(observations: readonly Observation[], words: Words): LayerLine[] {
  const met = new Set(observations.flatMap(({ steps }) => steps.map(({ layer }) => layer)))
  return met.has('content') && !met.has('http')
    ? [stepLine('content', observations, words)]
    : [stepLine('http', observations, words), ...contentLine(observations, words)]
}

function routeLine(
  observations: readonly Observation[],
  { routes, peers }: Diagnosis,
  words: Words,
): LayerLine {
  const met = new Set(observations.flatMap(({ seen }) => (seen === undefined ? [] : addressesOf(seen))))
  const own = routes.filter(({ address }) => met.has(address))
  const answered = own.filter(({ failure }) => failure === undefined)
  if (own.length === 0)
    return { layer: 'route', outcome: 'unseen', facts: [words.say('diagnose.routes_unasked')] }
  if (answered.length === 0 || peers === 0) {
    const facts = [words.say('diagnose.routes_no_answer', { failure: own[0]?.failure ?? '' })]
    return { layer: 'route', outcome: 'unseen', facts }
  }
  const gone = answered.filter(route => route.peers === 0)
  const facts = [...Map.groupBy(answered, route => routeFact(route, peers, words))].map(
    ([fact, alike]) =>
      `${words.list([...new Set(alike.map(({ prefix, address }) => prefix ?? address))])}: ${fact}`,
  )
  return { layer: 'route', outcome: outcomeOf(gone.length, answered.length), facts }
}

function routeFact({ prefix, peers: n, origins }: Glimpse, of: number, words: Words): string {
  return prefix === undefined
    ? words.say('diagnose.route_gone', { of })
    : words.say('diagnose.route', { n, of, origin: words.list(origins.map(origin => `AS${origin}`)) })
}

function nameLine(observations: readonly Observation[], words: Words): LayerLine {
  const steps = observations.flatMap(({ steps }) => steps.filter(({ layer }) => layer === 'dns'))
  if (steps.length === 0) return { layer: 'dns', outcome: 'unseen', facts: [] }
  const addresses = [...new Set(observations.flatMap(({ seen }) => seen?.addresses ?? []))]
  const zones = observations.flatMap(({ seen }) => (seen?.zone === undefined ? [] : [seen.zone]))
  const facts = [
    ...foundFacts('dns', observations, words),
    ...(addresses.length === 0 ? [] : [words.list(shortened(addresses))]),
    ...signedFacts(observations, words),
    ...counted(newest(steps, 'resolve'), 'diagnose.resolvers', words),
    ...counted(newest(steps, 'ask'), 'diagnose.authorities', words, {
      zone: zones.length === 0 ? '.' : words.list([...new Set(zones)]),
    }),
  ]
  return { layer: 'dns', outcome: findingOutcome('dns', observations), facts }
}

/** Rightly, for where a signature is amiss a finding says so. */
function signedFacts(observations: readonly Observation[], words: Words): string[] {
  const broken = observations.some(({ findings }) => findings.some(({ code }) => code.startsWith('dnssec_')))
  const told = observations.flatMap(({ seen }) => {
    const zone = seen?.zone ?? ''
    if (seen?.dnssec === 'signed') return broken ? [] : [words.say('diagnose.signed', { zone })]
    return seen?.dnssec === 'unsigned' ? [words.say('diagnose.unsigned', { zone })] : []
  })
  return [...new Set(told)]
}

/** The last step at each server: one may be asked more than once. */
function newest(steps: readonly Step[], op: string): Step[] {
  return [...new Map(steps.filter(step => step.op === op).map(step => [step.with, step])).values()]
}

function counted(
  steps: readonly Step[],
  key: string,
  words: Words,
  args: Record<string, string> = {},
): string[] {
  if (steps.length === 0) return []
  const good = steps.filter(({ failure }) => failure === undefined)
  const failures = [...new Set(steps.flatMap(({ failure }) => failure ?? []))]
  const said = words.say(key, { n: good.length, of: steps.length, ...args })
  return [failures.length === 0 ? `${said}, ${took(good, words)}` : `${said} (${failures.join(', ')})`]
}

function stepLine(layer: Layer, observations: readonly Observation[], words: Words): LayerLine {
  const steps = observations.flatMap(each =>
    each.steps.filter(step => step.layer === layer && step.aside !== true),
  )
  const certificates = layer === 'tls' ? observations.flatMap(each => certificateFacts(each, words)) : []
  if (steps.length === 0) return { layer, outcome: 'unseen', facts: [words.say('diagnose.not_reached')] }
  const failed = steps.filter(({ failure }) => failure !== undefined)
  const facts = (failed.length > 0 ? failed : steps).map(step => stepFact(step, words))
  const found = foundFacts(layer, observations, words)
  return {
    layer,
    outcome: failed.length === steps.length ? 'fails' : findingOutcome(layer, observations),
    facts: [...new Set([...found, ...facts, ...certificates])],
  }
}

function stepFact({ with: whom = '', op, ms, failure }: Step, words: Words): string {
  return `${op} ${whom} ${failure ?? words.say('evidence.milliseconds', { ms: Math.round(ms) })}`.replaceAll(
    / +/g,
    ' ',
  )
}

function certificateFacts({ seen }: Observation, words: Words): string[] {
  if (seen?.certificate === undefined) return []
  const { issuer, subject, notAfter } = seen.certificate
  return [words.say('service.certificate_by', { issuer, subject, date: words.date(notAfter, 'UTC') })]
}

/** Only where something was expected of the content. */
function contentLine(observations: readonly Observation[], words: Words): LayerLine[] {
  const outcome = findingOutcome('content', observations)
  const facts = foundFacts('content', observations, words)
  return outcome === 'fine' ? [] : [{ layer: 'content', outcome, facts }]
}

function foundFacts(layer: Layer, observations: readonly Observation[], words: Words): string[] {
  const found = observations.flatMap(({ findings }) => findings).filter(each => each.layer === layer)
  return [...new Set(found.map(finding => technicalFinding(words, finding)))]
}

function findingOutcome(layer: Layer, observations: readonly Observation[]): LayerLine['outcome'] {
  const found = observations.flatMap(({ findings }) => findings).filter(each => each.layer === layer)
  if (found.some(each => weightOf(each) === 'fails')) return 'fails'
  return found.length > 0 ? 'amiss' : 'fine'
}

function outcomeOf(failing: number, all: number): LayerLine['outcome'] {
  if (failing === 0) return 'fine'
  return failing === all ? 'fails' : 'amiss'
}

function took(steps: readonly Step[], words: Words): string {
  const slowest = Math.max(...steps.map(({ ms }) => ms))
  return words.say('evidence.milliseconds', { ms: Math.round(slowest) })
}

/** All that was stood on, the name servers' among it. */
export function addressesOf({ addresses = [], nameServers = [] }: Seen): string[] {
  return [...addresses, ...nameServers.flatMap(server => server.addresses)]
}

/** Four addresses tell as much as twelve. */
function shortened(addresses: readonly string[]): string[] {
  const shown = 4
  return addresses.length <= shown
    ? [...addresses]
    : [...addresses.slice(0, shown - 1), `+${addresses.length - shown + 1}`]
}
