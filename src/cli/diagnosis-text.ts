import { styleText } from 'node:util'
import type { Diagnosis } from '../main/diagnose.ts'
import type { Alternative, Cause } from '../model/cause.ts'
import { networkName } from '../model/fate.ts'
import type { Finding } from '../model/finding.ts'
import type { Observation, Seen, Step } from '../model/observation.ts'
import { weightOf } from '../model/weight.ts'
import { causeClause, plainFinding, technicalFinding } from '../tell/story.ts'
import type { Words } from '../tell/words/words.ts'
import { beside, lengthOf, wrap } from './columns.ts'
import { isBlind } from './diagnose.ts'
import { addressesOf, type LayerLine, layerLines } from './diagnosis-layers.ts'

type Style = 'red' | 'green' | 'yellow' | 'dim' | 'bold'
type Paint = (style: Style, text: string) => string
type Part = Diagnosis['parts'][number]

export interface TextOptions {
  readonly colours: boolean
  /** Every operation of every look, not only what they come to. */
  readonly steps: boolean
}

/**
 * A diagnosis in 80 columns: what it comes to, each layer in a line, why, what it is not, and what it
 * stands on. Marks are shapes and words; colour only repeats them.
 */
export function diagnosisText(diagnosis: Diagnosis, words: Words, options: TextOptions): string {
  const paint: Paint = (style, text) => (options.colours ? styleText(style, text) : text)
  const { asked, at, controls, parts } = diagnosis
  const lines = [
    paint('dim', words.say('diagnose.head', { subject: asked, at: new Date(at).toISOString() })),
    ...wrap(conclusion(diagnosis, words), 80).map(line => paint('bold', line)),
    '',
    mark(
      isBlind(controls) ? 'fails' : 'fine',
      words.say('layer.vantage'),
      controlsText(diagnosis, words),
      paint,
    ),
  ]
  for (const part of parts) {
    lines.push('', ...(parts.length > 1 ? [paint('bold', part.name)] : []))
    // Of many parts those are told whole that do not work.
    const brief = parts.length > 1 && part.glance.outcome === 'working'
    lines.push(...(brief ? [briefly(part, words, paint)] : whole(part, diagnosis, words, paint)))
    if (options.steps) lines.push('', ...[...part.foundations, ...part.own].flatMap(stepTable))
  }
  return `${lines.join('\n')}\n`
}

function briefly({ own }: Part, words: Words, paint: Paint): string {
  const ms = Math.max(0, ...own.map(look => look.ms))
  return mark(
    'fine',
    words.say('status.operational'),
    words.say('evidence.milliseconds', { ms: Math.round(ms) }),
    paint,
  )
}

function whole(part: Part, diagnosis: Diagnosis, words: Words, paint: Paint): string[] {
  const layers = layerLines(part, diagnosis, words).map(line => layerText(line, words, paint))
  // Whoever sees nothing has nothing to argue from.
  const cause = isBlind(diagnosis.controls) ? undefined : part.glance.cause
  return [
    ...layers,
    ...(cause === undefined ? [] : ['', ...argument(cause, words, paint)]),
    ...standsOn(part, diagnosis, words, paint),
  ]
}

function layerText({ layer, outcome, facts }: LayerLine, words: Words, paint: Paint): string {
  return mark(outcome, words.say(`layer.${layer}`), facts.join('; '), paint)
}

const shapes = { fine: '✔', amiss: '!', fails: '✖', unseen: '–' } as const
const colours = { fine: 'green', amiss: 'yellow', fails: 'red', unseen: 'dim' } as const
const indent = 16

function mark(outcome: LayerLine['outcome'], name: string, text: string, paint: Paint): string {
  const lines = beside(`${shapes[outcome]} ${name}`, text, indent)
  return [paint(colours[outcome], lines[0] ?? ''), ...lines.slice(1)].join('\n')
}

/** Why, from the root to what people meet; how sure; and why it is nothing else. */
function argument(cause: Cause, words: Words, paint: Paint): string[] {
  const chain = cause.chain.flatMap((finding, index) =>
    beside(
      index === 0 ? '' : '  →',
      `${technicalFinding(words, finding)} (${finding.code}${particulars(finding.args)})`,
      4,
    ),
  )
  return [
    paint('bold', words.say('cause.title')),
    ...chain,
    `    ${words.say('cause.confidence', { share: words.percent(cause.confidence) })}`,
    ...alternatives(cause.alternatives, words, paint),
  ]
}

function alternatives(others: readonly Alternative[], words: Words, paint: Paint): string[] {
  if (others.length === 0) return []
  const rows = others.map(({ layer, verdict, reason }) => {
    const said = `${words.say(`cause.${verdict}`)}: ${words.say(`reason.${reason}`)}`
    return beside(`    ${words.say(`layer.${layer}`)}`, said, indent + 4).join('\n')
  })
  return ['', paint('bold', words.say('cause.alternatives')), ...rows]
}

/** Arguments that are moments, in milliseconds. */
const moments = new Set(['notAfter', 'until', 'since'])

/** What a finding says beside its code, as far as it tells an engineer more. */
function particulars(args: Record<string, unknown>): string {
  const pairs = Object.entries(args).map(([name, value]) => {
    const text = Array.isArray(value) ? value.join(',') : String(value)
    return ` ${name}=${moments.has(name) ? new Date(Number(value)).toISOString() : text}`
  })
  return pairs.join('')
}

function standsOn(part: Part, { routes }: Diagnosis, words: Words, paint: Paint): string[] {
  const seen = [...part.foundations, ...part.own].flatMap(look => look.seen ?? [])
  const rows = seen
    .flatMap(each => each.nameServers ?? [])
    .map(({ host, addresses }) => `${host} ${addresses.join(' ')}`)
  const zones = [...new Set(seen.flatMap(each => each.zone ?? []))]
  const networks = networksOf(seen, routes)
  if (zones.length === 0 && networks.length === 0) return []
  const row = (name: string, values: readonly string[], between: string) =>
    values.length === 0 ? [] : beside(`    ${words.say(name)}`, values.join(between), indent + 4)
  return [
    '',
    paint('bold', words.say('service.stands_on')),
    ...row('service.zone', zones, ' '),
    ...row('service.name_servers', [...new Set(rows)], ', '),
    ...row('fate.kind.as', networks, ', '),
  ]
}

/** The networks of what was seen: by the file of prefixes, else by who announces it as the looking glass has it. */
function networksOf(seen: readonly Seen[], routes: Diagnosis['routes']): string[] {
  const known = seen.flatMap(each => each.networks ?? [])
  if (known.length > 0) return [...new Set(known.map(({ as, name }) => networkName(as, name)))]
  const met = new Set(seen.flatMap(addressesOf))
  const origins = routes.filter(({ address }) => met.has(address)).flatMap(route => route.origins)
  return [...new Set(origins.map(origin => networkName(origin)))]
}

function stepTable({ target, steps, ms }: Observation): string[] {
  return [`${target}  ${ms} ms`, ...steps.map(stepRow)]
}

function stepRow({ layer, op, with: whom = '', ms, failure, aside }: Step): string {
  const who = lengthOf(whom) > 38 ? `${whom.slice(0, 37)}…` : whom
  const said = `${failure ?? 'ok'}${aside === true ? ' (aside)' : ''}`
  return `  ${layer.padEnd(6)} ${op.padEnd(9)} ${who.padEnd(38)} ${`${ms} ms`.padStart(10)} ${said}`
}

function controlsText({ controls }: Diagnosis, words: Words): string {
  return words.say('incident.controls', { ...controls })
}

/** What all of it comes to, in the reader's language. */
function conclusion({ asked, controls, parts }: Diagnosis, words: Words): string {
  if (isBlind(controls)) return words.say('diagnose.blind', { subject: asked })
  const failing = parts.filter(({ glance }) => glance.outcome === 'failing')
  if (failing.length > 0) {
    const worst = failing.find(({ glance }) => glance.cause !== undefined) ?? failing[0]
    const names = parts.length === 1 ? asked : `${asked} (${words.list(failing.map(({ name }) => name))})`
    const key = worst?.glance.forged === true ? 'diagnose.forged' : 'diagnose.failing'
    return words.say(key, { subject: names, clause: causeClause(words, worst?.glance.cause) })
  }
  if (parts.every(({ glance }) => glance.outcome === 'working')) {
    const weak = parts.find(({ glance }) => glance.cause !== undefined)?.glance.cause
    return weak === undefined
      ? words.say('diagnose.working', { subject: asked })
      : words.say('cause.yet', { services: asked, clause: causeClause(words, weak) })
  }
  const unable = parts.flatMap(unableTo)[0]
  return unable === undefined
    ? words.say('diagnose.refused', { subject: asked })
    : words.say('diagnose.unable', { subject: asked, clause: plainFinding(words, unable) })
}

/** Why a look says nothing of its target at all. */
function unableTo({ own, foundations }: Diagnosis['parts'][number]): Finding[] {
  return [...own, ...foundations]
    .flatMap(({ findings }) => findings)
    .filter(finding => weightOf(finding) === 'inconclusive')
}
