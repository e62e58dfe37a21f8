import { type Finding, finding } from '../../../model/finding.ts'
import { readKey, readSigner, vouches } from '../../../net/dns/dnssec/keys.ts'
import { readSections, typeNumber, type WireRecord } from '../../../net/dns/dnssec/records.ts'
import { wireName } from '../../../net/dns/dnssec/wire-name.ts'
import type { Heard, ZoneSurvey } from '../../../net/dns/survey.ts'

/**
 * Where a parent has taken its word on a zone's keys back and the zone has put them away, resolvers that still
 * hold that word refuse the name until it runs out: so the trouble of slack.com outlasted its mending by up to
 * a day on 30 September 2021.
 */
export function readAbandoned({ name, zone, trust, held, keys }: ZoneSurvey, now: number): Finding[] {
  const last = trust.at(-1)
  if (last === undefined || last.signed || last.signers === undefined || keys === undefined) return []
  const owner = wireName(zone)
  const shown = recordsOf(keys, typeNumber.DNSKEY).flatMap(({ data }) => readKey(data) ?? [])
  const refusing = held.flatMap(each => {
    const records = recordsOf(each, typeNumber.DS)
    const signers = records.flatMap(({ data }) => readSigner(data) ?? [])
    const isMet = signers.some(signer => shown.some(key => vouches(signer, owner, key)))
    return records.length === 0 || isMet ? [] : [{ ...each, ttl: Math.max(...records.map(({ ttl }) => ttl)) }]
  })
  if (refusing.length === 0) return []
  return [
    finding('dnssec_old_keys_cached', {
      name,
      zone,
      resolvers: refusing.map(({ resolver }) => resolver),
      until: now + Math.max(...refusing.map(({ ttl }) => ttl)) * 1000,
      failed: refusing.length,
      asked: held.length,
    }),
  ]
}

function recordsOf({ message = '' }: Heard, type: number): WireRecord[] {
  const answers = readSections(Buffer.from(message, 'base64'))?.answers ?? []
  return answers.filter(record => record.type === type)
}
