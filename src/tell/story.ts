import type { Cause } from '../model/cause.ts'
import type { Finding } from '../model/finding.ts'
import type { Incident, Stage } from '../model/incident.ts'
import { type Layer, layers } from '../model/layer.ts'
import { type ComponentKey, componentKey } from '../model/service.ts'
import { type Status, worse } from '../model/status.ts'
import { hasReturned, type ServiceShare, sharesOf, sightOf, worstOf } from './standing.ts'
import type { SiteView } from './view.ts'
import type { Arguments, Words } from './words/words.ts'

/** What tells a component by its names; without a view by its key. */
type Naming = (key: ComponentKey) => string

/** A finding as people say it, without its subject: "its servers answer with error 503". */
export function plainFinding(words: Words, finding: Finding, naming: Naming = String): string {
  return words.say(`finding.${finding.code}.plain`, spoken(words, finding, naming))
}

/** The technical name of a finding, as engineers say it. */
export function technicalFinding(words: Words, finding: Finding, naming: Naming = String): string {
  return words.say(`finding.${finding.code}.technical`, spoken(words, finding, naming))
}

/** Numbers in the language's numerals, lists in its way; times, countries and components by their names. */
function spoken(words: Words, finding: Finding, naming: Naming): Arguments {
  const say = (name: string, value: Finding['args'][string]): string => {
    if (name === 'places') return words.list([value].flat().map(code => words.country(String(code))))
    if (name === 'until' && typeof value === 'number') return zonedClock(words, value)
    if (name === 'on') return naming(String(value) as ComponentKey)
    if (Array.isArray(value)) return words.list(value)
    return typeof value === 'number' ? words.number(value) : String(value)
  }
  return Object.fromEntries(Object.entries(finding.args).map(([name, value]) => [name, say(name, value)]))
}

function zonedClock(words: Words, at: number): string {
  return words.say('time.zoned', { time: words.clock(at, 'UTC'), zone: words.zone(at, 'UTC') })
}

/** The cause in one clause: what people meet first, then what it comes from. */
export function causeClause(words: Words, cause: Cause | undefined, naming?: Naming): string {
  const [root, next] = cause?.chain ?? []
  if (cause === undefined || root === undefined) return words.say('cause.not_known')
  // That it will get worse, and when, is what people need to know first.
  const effect = cause.chain.find(({ code }) => code === 'answers_from_caches') ?? next
  if (effect !== undefined && effect !== root) {
    return words.say('cause.because', {
      effect: plainFinding(words, effect, naming),
      cause: plainFinding(words, root, naming),
    })
  }
  const clause = plainFinding(words, root, naming)
  const nameResolves =
    layers.indexOf(root.layer) > layers.indexOf('dns') &&
    cause.alternatives.some(({ layer, reason }) => layer === 'dns' && reason === 'seen_working')
  return nameResolves ? words.say('cause.while_name_resolves', { clause }) : clause
}

/** One sentence for each cause, naming the services that have it: those alike share a sentence. */
export function causeSentences(words: Words, view: SiteView, incident: Incident): string[] {
  const byClause = new Map<string, string[]>()
  for (const share of sharesOf(view, incident)) {
    const clause = causeClause(words, leadingPart(share)?.cause, key => componentName(words, view, key))
    byClause.set(clause, [...(byClause.get(clause) ?? []), words.name(share.service.names)])
  }
  return [...byClause].map(([clause, names]) =>
    words.say('cause.of', { services: words.list(names), clause }),
  )
}

/** The app where it is in it, else the first feature. */
function leadingPart(share: ServiceShare) {
  return share.parts.find(part => part.role === 'app') ?? share.parts[0]
}

/** The share's app works again, or never failed. */
export function appIsBack(share: ServiceShare): boolean {
  return share.parts.filter(part => part.role === 'app').every(hasReturned)
}

export function isWholeAgain(share: ServiceShare): boolean {
  return share.parts.every(hasReturned)
}

/** An incident in one line, as a front page would have it. */
export function incidentHeadline(words: Words, view: SiteView, incident: Incident): string {
  const shares = culpritsOf(sharesOf(view, incident))
  const named = (some: readonly ServiceShare[]) => nameServices(words, some)
  // While we see nothing, what was under way is told as the past: we cannot say that it still is.
  if (incident.state === 'resolved' || sightOf(view) !== 'watching') {
    const feature = featureHeadline(words, shares, 'headline.resolved_feature')
    if (feature !== undefined) return feature
    const worst = worstOf(incident)
    const key = worst === 'major_outage' ? 'headline.resolved' : `headline.resolved_${worst}`
    return words.say(words.has(key) ? key : 'headline.resolved', named(shares))
  }
  const stillOut = shares.filter(share => !isWholeAgain(share))
  if (stillOut.length === 0) return words.say('headline.recovering', named(shares))
  const feature = featureHeadline(words, stillOut, 'headline.feature')
  const returning =
    shares.some(appIsBack) && shares.some(share => share.parts.some(part => part.role === 'app'))
  if (returning && stillOut.every(appIsBack)) {
    const hadApps = stillOut.some(share => share.parts.some(part => part.role === 'app'))
    return feature !== undefined && !hadApps ? feature : words.say('headline.lagging', named(stillOut))
  }
  if (incident.state === 'recovering') return words.say('headline.recovering', named(shares))
  if (feature !== undefined) return feature
  const worst = stillOut
    .flatMap(share => share.parts.filter(part => !hasReturned(part)).map(part => part.status))
    .reduce<Status>(worse, 'operational')
  const key = `headline.${worst}`
  return words.say(words.has(key) ? key : `headline.${worstOf(incident)}`, named(stillOut))
}

/** Whoever is only dragged along makes no headline. */
function culpritsOf(shares: readonly ServiceShare[]): readonly ServiceShare[] {
  const own = shares.filter(({ parts }) => parts.some(({ cause }) => cause?.victimOf === undefined))
  return own.length === 0 ? shares : own
}

/** "WhatsApp: photos and calls not working", where one service's features failed and its app did not. */
function featureHeadline(words: Words, shares: readonly ServiceShare[], key: string): string | undefined {
  const [only] = shares
  if (only === undefined || shares.length > 1 || only.parts.some(part => part.role === 'app'))
    return undefined
  if (only.parts.some(part => part.worst !== 'major_outage')) return undefined
  const components = only.parts.map(part => shortComponentName(words, only, part.component))
  return words.say(key, { service: words.name(only.service.names), components: words.list(components) })
}

function shortComponentName(words: Words, share: ServiceShare, key: ComponentKey): string {
  const component = share.service.components.find(each => componentKey(share.service, each) === key)
  return component === undefined ? key : words.name(component.names)
}

/** Up to four names, then how many others. `count` chooses "is" or "are". */
function nameServices(words: Words, shares: readonly ServiceShare[]): { services: string; count: number } {
  const services = fewNames(
    words,
    shares.map(share => words.name(share.service.names)),
  )
  return { services, count: shares.length }
}

/** Up to five names, or four of them and how many others. */
export function fewNames(words: Words, names: readonly string[]): string {
  if (names.length <= 5) return words.list(names)
  return words.say('headline.others', { names: names.slice(0, 4).join(', '), count: names.length - 4 })
}

/** "Facebook: Photos", from a component's key. */
export function componentName(words: Words, view: SiteView, key: ComponentKey): string {
  const service = view.catalogue.services.find(each => key.startsWith(`${each.id}/`))
  const component = service?.components.find(each => componentKey(service, each) === key)
  if (service === undefined || component === undefined) return key
  return words.say('component.of', {
    service: words.name(service.names),
    component: words.name(component.names),
  })
}

/** "Photos", without its service. */
function partName(words: Words, view: SiteView, key: ComponentKey): string {
  const components = view.catalogue.services.find(({ id }) => key.startsWith(`${id}/`))?.components ?? []
  const component = components.find(({ id }) => key.endsWith(`/${id}`))
  return component === undefined ? key : words.name(component.names)
}

export function serviceName(words: Words, view: SiteView, id: string): string {
  const service = view.catalogue.services.find(each => each.id === id)
  return service === undefined ? id : words.name(service.names)
}

/** "Kolkata", or the id of a vantage point that says no place. */
export function placeName(view: SiteView, id: string): string {
  return view.vantagePoints.find(({ point }) => point.id === id)?.point.place ?? id
}

type Development = Incident['timeline'][number]

/** Milliseconds within which components that fall, or return, together share a line. */
const together = 60_000

/** The timeline in words, in the order of time: what happened to several components at nearly one time is told once. */
export function timelineLines(
  words: Words,
  view: SiteView,
  timeline: readonly Development[],
): { at: number; text: string }[] {
  const groups: Development[][] = []
  for (const line of timeline.toSorted((a, b) => a.at - b.at)) {
    const group = groups.find(([first]) => first !== undefined && isAlike(first, line))
    if (group === undefined) groups.push([line])
    else group.push(line)
  }
  return groups.flatMap(group => {
    const [first] = group
    return first === undefined ? [] : [{ at: first.at, text: developmentText(words, view, first, group) }]
  })
}

function isAlike(first: Development, line: Development): boolean {
  if (line.code !== 'joined' && line.code !== 'component_returned') return false
  return first.code === line.code && first.status === line.status && Math.abs(line.at - first.at) < together
}

/** One line of the timeline in words. @param alike the lines that it stands for */
export function developmentText(
  words: Words,
  view: SiteView,
  line: Development,
  alike: readonly Development[] = [line],
): string {
  const { component, service, stage, status } = line
  const cause =
    line.cause === undefined
      ? ''
      : sentence(
          words,
          causeClause(words, line.cause, key => componentName(words, view, key)),
          view,
          component ?? service,
        )
  return words
    .say(`development.${line.code}`, {
      cause,
      ...(component === undefined ? {} : { component: componentNames(words, view, alike) }),
      ...(service === undefined ? {} : { service: serviceName(words, view, service) }),
      ...(stage === undefined ? {} : { stage: words.say(`stage.${stage}`) }),
      ...(status === undefined ? {} : { status: words.say(`status.${status}`) }),
    })
    .trim()
}

/** `Facebook (Feed and Login) and WhatsApp (Chats)`: each service once. */
function componentNames(words: Words, view: SiteView, lines: readonly Development[]): string {
  const keys = [...new Set(lines.flatMap(({ component }) => component ?? []))]
  const [only] = keys
  if (only !== undefined && keys.length === 1) return componentName(words, view, only)
  const byService = Map.groupBy(keys, key => key.slice(0, key.indexOf('/')))
  const named = [...byService].map(([service, parts]) => {
    const components = words.list(parts.map(key => partName(words, view, key)))
    return words.say('ask.some_of', { service: serviceName(words, view, service), components })
  })
  return words.list(named)
}

function sentence(words: Words, clause: string, view: SiteView, subject: string | undefined): string {
  const id = subject?.split('/')[0]
  if (id === undefined) return clause
  return words.say('cause.of', { services: serviceName(words, view, id), clause })
}

export const stageOrder = ['routes', 'names', 'servers', 'app', 'features'] as const satisfies Stage[]

export interface StageState {
  readonly stage: Stage
  readonly state: 'never_lost' | 'reached' | 'waiting'
  readonly at?: number
}

/** Each step of a service's return: never lost, reached (when, if it was told) or waited for. */
export function stageStates(incident: Incident, share: ServiceShare): StageState[] {
  const lowest = share.parts
    .flatMap(part => part.cause ?? [])
    .flatMap(cause => [cause.layer, ...cause.chain.map(finding => finding.layer)])
    .reduce<Layer>((a, b) => (layers.indexOf(a) <= layers.indexOf(b) ? a : b), 'content')
  const features = share.parts.some(part => part.role === 'feature')
  const apps = share.parts.some(part => part.role === 'app')
  const firstLost =
    !apps && lostStage[lowest] === lostStage.http ? stageOrder.indexOf('features') : lostStage[lowest]
  const told = incident.stages.filter(each => each.service === share.service.id)
  const highest = Math.max(-1, ...told.map(each => stageOrder.indexOf(each.stage)))
  return stageOrder.map((stage, index) => {
    if (index < firstLost || (stage === 'features' && !features)) return { stage, state: 'never_lost' }
    const at = told.find(each => each.stage === stage)?.at
    if (at !== undefined) return { stage, state: 'reached', at }
    const back = index < highest || isWholeAgain(share) || (stage !== 'features' && apps && appIsBack(share))
    return { stage, state: back ? 'reached' : 'waiting' }
  })
}

/** The lowest stage that a failure on a layer takes away. */
const lostStage: Record<Layer, number> = { route: 0, dns: 1, tcp: 2, tls: 2, http: 3, content: 3 }
