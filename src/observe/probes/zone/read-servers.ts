import { type Finding, type FindingArgs, type FindingCode, finding } from '../../../model/finding.ts'
import type { Heard, SilentZone, SurveyedServer, ZoneSurvey } from '../../../net/dns/survey.ts'

/** What is amiss with a zone's delegation and its servers, though it answers. */
export function readServers(survey: ZoneSurvey): Finding[] {
  return [
    ...readNames(survey),
    ...readGlue(survey),
    ...readSerials(survey),
    ...told('authoritative_no_tcp', survey, ({ soa, tcp }) => isGood(soa) && isFailed(tcp)),
    ...told('authoritative_edns_trouble', survey, ({ plain }) => isGood(plain)),
  ]
}

/** Servers that answer nothing but what is asked without EDNS: they are not dead. */
export function readSilent({ zone, servers }: SilentZone): Finding[] {
  const found = servers.filter(({ plain }) => isGood(plain))
  if (found.length === 0) return []
  const counts = { failed: found.length, asked: servers.length }
  return [finding('authoritative_edns_trouble', { zone, servers: found.map(labelOf), ...counts })]
}

/** `a.ns.example.org 192.0.2.1` */
export function labelOf({ host, address }: { readonly host: string; readonly address: string }): string {
  return `${host} ${address}`
}

function isGood(heard: Heard | undefined): boolean {
  return heard !== undefined && heard.failure === undefined && heard.aa === true
}

function isFailed({ failure }: Heard): boolean {
  return failure !== undefined && failure !== 'interrupted'
}

function told(
  code: FindingCode,
  { zone, servers }: ZoneSurvey,
  amiss: (server: SurveyedServer) => boolean,
  more: FindingArgs = {},
): Finding[] {
  const found = servers.filter(amiss)
  if (found.length === 0) return []
  return [
    finding(code, {
      zone,
      servers: found.map(labelOf),
      failed: found.length,
      asked: servers.length,
      ...more,
    }),
  ]
}

/** The zone's own list of its servers against the parent's (RFC 1034 §4.2.2: they should be the same). */
function readNames(survey: ZoneSurvey): Finding[] {
  const parent = sorted(survey.delegated.map(({ host }) => host))
  const differs = ({ servers }: SurveyedServer) =>
    isGood(servers) && servers.values !== undefined && sorted(servers.values).join() !== parent.join()
  const child = survey.servers.find(differs)?.servers.values ?? []
  return told('delegation_mismatch', survey, differs, { parent, child: sorted(child) })
}

/** Addresses by the parent that the zone itself does not give its servers. */
function readGlue({ zone, delegated, own }: ZoneSurvey): Finding[] {
  const wrong = own.flatMap(({ host, addresses }) => {
    const glue = delegated.find(server => server.host === host)?.addresses ?? []
    const families = new Set(addresses.map(familyOf))
    const strange = glue.filter(
      address => !addresses.includes(address) && (families.size === 0 || families.has(familyOf(address))),
    )
    return strange.length === 0 ? [] : [{ host, glue: strange, addresses }]
  })
  if (wrong.length === 0) return []
  return [
    finding('glue_mismatch', {
      zone,
      glue: wrong.flatMap(({ host, glue }) => glue.map(address => `${host} ${address}`)),
      own: wrong.flatMap(({ host, addresses }) => addresses.map(address => `${host} ${address}`)),
    }),
  ]
}

function familyOf(address: string): 4 | 6 {
  return address.includes(':') ? 6 : 4
}

/** One version of the zone should be everywhere, but for the moments in which a new one spreads (RFC 1996). */
function readSerials({ zone, servers }: ZoneSurvey): Finding[] {
  const told = servers.flatMap(server => {
    const [serial] = isGood(server.soa) ? (server.soa.values ?? []) : []
    return serial === undefined ? [] : [{ server: labelOf(server), serial }]
  })
  const serials = sorted(told.map(({ serial }) => serial))
  if (serials.length < 2) return []
  return [
    finding('serial_drift', {
      zone,
      serials,
      servers: told.map(({ server, serial }) => `${server} ${serial}`),
    }),
  ]
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort()
}
