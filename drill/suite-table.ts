import type { Compared, Result } from './result.ts'
import type { kindsOfFault, Scenario } from './scenario.ts'

/** A scenario and what its drill came to; without a result it broke off. */
export interface Ran {
  readonly file: string
  readonly scenario: Scenario
  readonly result: Result | undefined
}

/** What the whole suite came to. */
export interface Totals {
  readonly scenarios: number
  readonly passed: number
  /** Of the components that truly failed: how many were told, with the right layer, with every finding that was to be found. */
  readonly failed: number
  readonly told: number
  readonly layersRight: number
  readonly findings: number
  readonly findingsRight: number
  /** Incidents, and components within one, of which nothing is true. */
  readonly falseIncidents: number
  /** The longest from a true beginning to its being told, in rounds. */
  readonly slowest: number
}

/** Seconds between two looks in the drill (drill/catalogue/). */
const round = 5

export function totalsOf(ran: readonly Ran[]): Totals {
  const parts = ran.flatMap(({ result }) => result?.components ?? [])
  const failed = parts.filter(part => part.true !== undefined)
  const told = failed.filter(({ concluded }) => concluded !== undefined)
  const wanted = failed.flatMap(({ true: truth, concluded }) =>
    (truth?.causes ?? []).map(code => concluded?.causes.includes(code) === true),
  )
  return {
    scenarios: ran.length,
    passed: ran.filter(({ result }) => result?.pass).length,
    failed: failed.length,
    told: told.length,
    layersRight: told.filter(part => part.concluded?.layer === part.true?.layer).length,
    findings: wanted.length,
    findingsRight: wanted.filter(Boolean).length,
    falseIncidents: ran.reduce((sum, { result, scenario }) => sum + falseIncidents(scenario, result), 0),
    slowest: Math.max(0, ...failed.map(delayOf).filter(rounds => rounds !== undefined)),
  }
}

function falseIncidents({ expect }: Scenario, result: Result | undefined): number {
  if (result === undefined) return 0
  const truly = new Set(
    result.components.filter(part => part.true !== undefined).map(({ component }) => component),
  )
  const baseless = result.incidents.filter(({ components }) => components.every(each => !truly.has(each)))
  return Math.max(baseless.length, result.incidents.length - Math.max(expect.incidents, truly.size))
}

/** Rounds from the true beginning until it was told. */
function delayOf({ true: truth, concluded }: Compared): number | undefined {
  return truth === undefined || concluded?.told === undefined
    ? undefined
    : (concluded.told - truth.began) / round
}

/** The suite as a page of the documentation. */
export function suitePage(ran: readonly Ran[], kinds: typeof kindsOfFault): string {
  const totals = totalsOf(ran)
  const sections = kinds.flatMap(kind => {
    const some = ran.filter(({ scenario }) => scenario.about === kind)
    return some.length === 0 ? [] : [`## ${titles[kind]}\n\n${tableOf(some)}\n`]
  })
  return `# What the drill was put through

Written by \`npm run suite\` from a run of every file in drill/scenarios, each on a small internet of its own with
real routers, name servers, resolvers and web servers, looked at every ${round} s from three vantage points. What is
true is what the scenario did; what was concluded is what the record gave the judge.

${totals.passed} of ${totals.scenarios} scenarios pass. Of ${totals.failed} components that truly failed ${totals.told} were told; the layer was right for
${totals.layersRight}, and ${totals.findingsRight} of ${totals.findings} findings that were to be found were found. ${totals.falseIncidents === 0 ? 'There was no false incident.' : `False incidents: ${totals.falseIncidents}.`} The
longest from a true beginning to its being told took ${totals.slowest.toFixed(1)} rounds.

"Off" is what was concluded less what is true, in seconds, of begin and end; "told" is rounds from the true beginning
until it was said. Components of one scenario that went alike share a line.

${sections.join('\n')}`
}

const titles: Readonly<Record<(typeof kindsOfFault)[number], string>> = {
  route: 'Routes',
  dns: 'Names',
  tcp: 'Connections',
  tls: 'Encryption',
  http: 'Servers and content',
  blocking: 'Blocking',
  vantage: 'Vantage points and resolvers',
  observer: 'The observatory itself',
  mixture: 'Mixtures',
}

const head = ['scenario', 'what is true', 'what was concluded', 'off', 'told', '']

function tableOf(ran: readonly Ran[]): string {
  const rows = ran.flatMap(rowsOf)
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function rowsOf({ file, scenario, result }: Ran): string[][] {
  const name = `[${scenario.name}](../drill/scenarios/${file})`
  if (result === undefined) return [[name, '', 'the drill broke off', '', '', '✖']]
  const groups = [...Map.groupBy(result.components, alike)]
  const mark = result.pass ? '✔' : '✖'
  if (groups.length === 0) return [[name, 'nothing is down', notedOf(scenario), '', '', mark]]
  return groups.map(([, parts], index) => [
    index === 0 ? name : '',
    ...factsOf(parts),
    index === 0 ? mark : '',
  ])
}

function notedOf({ expect }: Scenario): string {
  const noted = [...new Set(Object.values(expect.noted).flatMap(codes => codes ?? []))]
  return noted.length === 0 ? 'nothing' : `nothing; noted: ${noted.join(', ')}`
}

/** Components with the same truth and the same conclusion; their times may differ a little. */
function alike({ true: truth, concluded }: Compared): string {
  return JSON.stringify([truth, concluded?.causes, concluded?.layer, concluded?.worst])
}

function factsOf(parts: readonly Compared[]): string[] {
  const [first] = parts
  const names = parts.map(({ component }) => component).join(', ')
  const truth = first?.true
  const concluded = first?.concluded
  return [
    truth === undefined
      ? `${names}: nothing`
      : `${names}: ${truth.layer}${truth.causes.length === 0 ? '' : `: ${truth.causes.join(', ')}`}`,
    concluded === undefined ? 'nothing' : `${concluded.layer ?? ''}: ${concluded.causes.join(' → ')}`,
    `${span(parts.map(({ difference }) => difference?.began))} / ${span(parts.map(({ difference }) => difference?.ended))}`,
    span(parts.map(delayOf), false),
  ]
}

/** `+1.2`, or from the least to the greatest. */
function span(values: readonly (number | undefined)[], signed = true): string {
  const known = values.filter(value => value !== undefined)
  if (known.length === 0) return '–'
  const say = (value: number) => `${signed && value >= 0 ? '+' : ''}${value.toFixed(1)}`
  const [least, greatest] = [say(Math.min(...known)), say(Math.max(...known))]
  return least === greatest ? least : `${least} to ${greatest}`
}
