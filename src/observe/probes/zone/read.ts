import type { Seen, Step } from '../../../model/observation.ts'
import type { Heard, SilentZone, SurveyedServer, ZoneSurvey } from '../../../net/dns/survey.ts'
import type { Reading } from '../../probe.ts'
import { cutSteps, readAliases, readCut } from '../../read-cut.ts'
import { readAbandoned } from './read-abandoned.ts'
import { labelOf, readServers, readSilent } from './read-servers.ts'
import { readTrust, stateOfTrust } from './read-trust.ts'
import type { ZoneDetail } from './run.ts'
import type { ZoneTarget } from './target.ts'

/** Reads a look: what the walk says, then what each zone's servers, delegation and signatures do. */
export function readZone(detail: ZoneDetail, { name }: ZoneTarget): Reading {
  const { at, anchors, walk, surveys, silent } = detail
  const seen = readSeen(detail, name)
  return {
    steps: [...walk.cuts.flatMap(cutSteps), ...surveys.flatMap(surveySteps), ...silent.flatMap(silentSteps)],
    findings: [
      ...walk.cuts.flatMap(readCut),
      ...readAliases(name, walk),
      ...silent.flatMap(readSilent),
      ...surveys.flatMap(survey => [
        ...readServers(survey),
        ...readTrust(survey, anchors, at),
        ...readAbandoned(survey, at),
      ]),
    ],
    ...(seen === undefined ? {} : { seen }),
  }
}

function surveySteps({ servers, answer, held, keys, zone }: ZoneSurvey): Step[] {
  return [
    ...(answer === undefined ? [] : [step('signatures', zone, answer)]),
    ...servers.flatMap(serverSteps),
    ...(keys === undefined ? [] : [step('keys', zone, keys)]),
    // What a resolver holds beside the path is none of the zone's own doing.
    ...held.map(each => ({ ...step('signers', each.resolver, each), aside: true })),
  ]
}

function silentSteps({ servers }: SilentZone): Step[] {
  return servers.map(server => step('soa plain', labelOf(server), server.plain))
}

function serverSteps(server: SurveyedServer): Step[] {
  const { soa, tcp, plain, servers, answer, keys } = server
  const label = labelOf(server)
  return [
    step('soa', label, soa),
    step('soa tcp', label, tcp),
    ...(plain === undefined ? [] : [step('soa plain', label, plain)]),
    step('servers', label, servers),
    step('signatures', label, answer),
    ...(keys === undefined ? [] : [step('keys', label, keys)]),
  ]
}

function step(op: string, label: string, { at, ms, failure }: Heard): Step {
  return { layer: 'dns', op, with: label, at, ms, ...(failure === undefined ? {} : { failure }) }
}

function readSeen({ at, anchors, walk, surveys }: ZoneDetail, name: string): Seen | undefined {
  const own = walk.cuts.find(cut => cut.name === name && cut.outcome !== 'referral')
  if (own === undefined || own.zone === '.') return undefined
  const survey = surveys.find(survey => survey.name === name)
  const trust = survey && stateOfTrust(survey, anchors, at)
  return {
    zone: survey?.zone ?? own.zone,
    nameServers: survey?.delegated ?? own.nameServers,
    ...(walk.aliases.length === 0 ? {} : { aliases: walk.aliases }),
    ...(trust === 'signed' || trust === 'unsigned' ? { dnssec: trust } : {}),
  }
}
