import { groups } from './cases.ts'
import { answerOf, type Row, type ServerRow, unexplained } from './compare.ts'
import type { Resolved, Validated } from './tools.ts'

/** The versions of the tools, as the page names them. */
export type Versions = Readonly<Record<string, string>>

/** docs/zones.md: every case by every tool, a table for each group. */
export function zonesPage(rows: readonly Row[], versions: Versions): string {
  const tables = groups.map(({ title, cases }) => {
    const own = rows.filter(row => cases.includes(row.case))
    return `## ${title}\n\n${tableOf(own)}`
  })
  return `${introduction(rows, versions)}\n${tables.join('\n\n')}\n`
}

function introduction(rows: readonly Row[], versions: Versions): string {
  const { cases, found, alike, explained, unexplained: open } = totalsOf(rows)
  const named = Object.entries(versions).map(([tool, version]) => `${tool} ${version}`)
  return `# Zones, broken and right

Written by \`npm run zones\`: it builds ${cases} zones on real servers on loopback, below a signed root and top-level
domains, and looks at a name in each with kdig, delv, Unbound and Prahari (${named.join(', ')}).

- ${found} of ${cases} cases: Prahari found exactly what is broken, and nothing else.
- ${alike} of ${cases}: all four say the same, by the rule below.
- ${explained}: one of the tools says something else, or may, for the reason given in the row.
- ${open}: a difference that nothing explains.

What is in each zone is in \`test/internet/zones/cases.ts\`, a short entry each; \`npm test\` asserts every row.

## When they say the same

- **Unbound** (validates, follows the delegations itself, by the true clock): it answers, denies the name (NXDOMAIN),
  has no data or fails (SERVFAIL), and Prahari's findings say the same: none that fails; \`name_nxdomain\` or
  \`delegation_missing\`; \`name_nodata\`; another one that fails. It says that it has validated (AD) where, by Prahari,
  the chain of trust reaches every zone on the way (*secure*), and not elsewhere.
- **delv** (validates what a BIND resolver that does not hands on): *validated* is Prahari's *secure*, *unsigned* its
  *insecure*, *broken* its *bogus*, or that nobody answers at all (*unknown*).
- **kdig** (asks each server itself): of the name by UDP and of the zone's SOA by TCP, each server that Prahari was led
  to says to Prahari what it says to kdig: response code, authority (aa), silence, a closed port. An answer that was
  cut short (tc) is then asked for by TCP, and whoever takes EDNS for a mistake is asked without it.

✔ the same · ≈ but for the tool that is named · ✖ not the same
`
}

interface Totals {
  readonly cases: number
  readonly found: number
  readonly alike: number
  readonly explained: number
  readonly unexplained: number
}

export function totalsOf(rows: readonly Row[]): Totals {
  const open = rows.filter(row => unexplained(row).length > 0)
  const explained = rows.filter(row => row.case.unless !== undefined && !open.includes(row))
  return {
    cases: rows.length,
    found: rows.filter(isFound).length,
    alike: rows.length - explained.length - open.length,
    explained: explained.length,
    unexplained: open.length,
  }
}

function isFound({ case: { truth }, prahari }: Row): boolean {
  return (
    truth.findings.toSorted().join() === prahari.findings.join() &&
    truth.answer === prahari.answer &&
    truth.security === prahari.security
  )
}

const head = ['', 'case', 'kdig', 'delv', 'Unbound', 'Prahari']

function tableOf(rows: readonly Row[]): string {
  return [line(head), line(head.map(() => '---')), ...rows.map(rowOf).map(line)].join('\n')
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function rowOf(row: Row): string[] {
  const { case: each, servers, delv, unbound, prahari } = row
  const findings = prahari.findings.map(code => `\`${code}\``).join(', ')
  const remarks = [
    ...(each.unless === undefined ? [] : [each.unless.why]),
    ...unexplained(row).map(({ text }) => text),
  ]
  return [
    markOf(row),
    `**${each.id}**: ${each.what}${remarks.length === 0 ? '' : `. *${remarks.join('; ')}*`}`,
    serversCell(servers),
    delvCell(delv),
    unboundCell(unbound),
    `${words[prahari.answer]}, ${prahari.security}${findings === '' ? '' : `: ${findings}`}`,
  ]
}

function markOf(row: Row): string {
  if (unexplained(row).length > 0 || !isFound(row)) return '✖'
  return row.case.unless === undefined ? '✔' : '≈'
}

const words = { answers: 'answers', nodata: 'no data', nxdomain: 'NXDOMAIN', fails: 'fails' } as const

/** `both NOERROR aa`, or each server by itself; by TCP only where it is otherwise than by UDP. */
function serversCell(servers: readonly ServerRow[]): string {
  const said = servers.map(({ udp, tcp }) => (udp === tcp ? udp : `${udp}; TCP: ${tcp}`))
  const [first = ''] = said
  const isAlike = said.length > 1 && said.every(text => text === first)
  return isAlike ? `both ${first}` : said.map((text, n) => `${servers[n]?.server}: ${text}`).join('<br>')
}

function delvCell({ verdict, words: reason }: Validated): string {
  return reason === '' ? verdict : `${verdict}: ${reason}`
}

function unboundCell(resolved: Resolved): string {
  const { rcode, validated, reason } = resolved
  const answer = answerOf(resolved)
  const said = answer === 'fails' ? rcode : words[answer]
  return [said, ...(validated ? ['AD'] : []), ...(reason === undefined ? [] : [`(${reason})`])].join(' ')
}
