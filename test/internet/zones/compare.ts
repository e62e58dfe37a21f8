import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cases } from './cases.ts'
import type { Lab } from './lab.ts'
import { inLanes } from './lanes.ts'
import { type Looked, look } from './prahari.ts'
import { askResolver, askServer, type Resolved, type Validated, validate } from './tools.ts'
import type { Answer, ServerKind, ZoneCase } from './zone-case.ts'

/** What one server of a case said. */
export interface ServerRow {
  /** `ns1`, … */
  readonly server: string
  readonly kind: ServerKind
  readonly address: string
  /** By kdig: of the name over UDP, of the zone’s SOA over TCP. */
  readonly udp: string
  readonly tcp: string
}

/** One case, by every tool. */
export interface Row {
  readonly case: ZoneCase
  readonly name: string
  readonly servers: readonly ServerRow[]
  readonly delv: Validated
  readonly unbound: Resolved
  readonly prahari: Looked
}

/** Looks at every case with every tool, a few cases at a time. */
export async function compareAll(lab: Lab): Promise<Row[]> {
  const anchorFile = join(lab.place.folder, 'anchors')
  const [, , tag, algorithm, digestType, digest] = lab.trustAnchor.split(' ')
  await writeFile(
    anchorFile,
    `trust-anchors { "." static-ds ${tag} ${algorithm} ${digestType} "${digest}"; };\n`,
  )
  // BIND and delv wait long for who is silent: they wait beside the others.
  const [verdicts, rows] = await Promise.all([
    inLanes(cases, 8, each => validate(lab.named, anchorFile, nameOf(each))),
    inLanes(cases, 4, each => compareOne(lab, each)),
  ])
  return rows.map((row, n) => ({ ...row, delv: verdicts[n] ?? { verdict: 'broken', words: 'not asked' } }))
}

function nameOf({ zone, asks = 'www' }: ZoneCase): string {
  return `${asks}.${zone}`
}

async function compareOne(lab: Lab, each: ZoneCase): Promise<Omit<Row, 'delv'>> {
  const { zone, servers = ['a', 'b'] } = each
  const name = nameOf(each)
  const [rows, unbound, prahari] = await Promise.all([
    Promise.all(
      servers.map(async (kind, n) => {
        const address = lab.at(kind)
        const [udp, tcp] = await Promise.all([
          askServer(address, name, 'A', 'udp'),
          askServer(address, zone, 'SOA', 'tcp'),
        ])
        return { server: `ns${n + 1}`, kind, address, udp, tcp }
      }),
    ),
    askResolver(lab.unbound, name),
    look(lab, name),
  ])
  return { case: each, name, servers: rows, unbound, prahari }
}

/** What a resolver’s reply comes to. */
export function answerOf({ rcode, addresses }: Resolved): Answer {
  if (rcode === 'NXDOMAIN') return 'nxdomain'
  if (rcode !== 'NOERROR') return 'fails'
  return addresses > 0 ? 'answers' : 'nodata'
}

const verdicts = { secure: 'validated', insecure: 'unsigned', bogus: 'broken', unknown: 'broken' } as const

/** delv’s verdict where it agrees that a name is that secure. */
export function verdictFor(security: keyof typeof verdicts): Validated['verdict'] {
  return verdicts[security]
}

/**
 * Where Prahari and the tools say different things, a sentence each:
 * Unbound answers, says NXDOMAIN, has no data or fails where Prahari says so; it has validated (AD), and delv
 * calls it validated, unsigned or broken, where Prahari’s chain of trust ends accordingly; and each server that
 * Prahari was led to says to it what it says to kdig.
 */
export function differences({ servers, delv, unbound, prahari }: Row): Difference[] {
  const found: Difference[] = []
  const answer = answerOf(unbound)
  if (answer !== prahari.answer)
    found.push({ who: 'Unbound', text: `Unbound: ${answer}, Prahari: ${prahari.answer}` })
  else if (unbound.validated !== (prahari.security === 'secure'))
    found.push({ who: 'Unbound', text: `AD ${unbound.validated}, Prahari: ${prahari.security}` })
  if (delv.verdict !== verdictFor(prahari.security))
    found.push({ who: 'delv', text: `delv: ${delv.verdict}, Prahari: ${prahari.security}` })
  // Where it is led to no server at all, that is what is broken.
  for (const { server, address, udp, tcp } of prahari.servers.size === 0 ? [] : servers) {
    const said = prahari.servers.get(address) ?? { udp: 'not asked' }
    if (said.udp !== inTheEnd(udp, tcp))
      found.push({ who: 'kdig', text: `${server} by UDP: ${udp}, Prahari: ${said.udp}` })
    if (said.tcp !== undefined && said.tcp !== inTheEnd(tcp, tcp))
      found.push({ who: 'kdig', text: `${server} by TCP: ${tcp}, Prahari: ${said.tcp}` })
  }
  return found
}

/** Prahari asks without EDNS whoever takes that for a mistake, and over TCP where an answer was cut short. */
function inTheEnd(word: string, tcp: string): string {
  const last = word.split(', ').at(-1) ?? word
  return tcp === 'closed' ? last : last.replace(' tc', '')
}

export interface Difference {
  readonly who: 'Unbound' | 'delv' | 'kdig'
  readonly text: string
}

/** The differences that the case does not account for. */
export function unexplained(row: Row): Difference[] {
  const { unless } = row.case
  return differences(row).filter(({ who }) => !unless?.who.some(tool => tool === who))
}
