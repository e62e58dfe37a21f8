import { belongsTo, signerTag, signs, type ZoneRecord } from './records.ts'
import type { KeyPair } from './sign.ts'

/** Does to a signed zone what a mishap would. */
export type Mishap = (records: readonly ZoneRecord[], zone: string, keys: KeyPair) => ZoneRecord[]

/** The signatures over records of a type are gone. */
export function losesSignatures(type: string): Mishap {
  return records => records.filter(record => !signs(record, type))
}

/** One bit of the signatures over `www`’s addresses is another. */
export const garbles: Mishap = (records, zone) =>
  records.map(record => {
    if (!signs(record, 'A') || record.owner !== `www.${zone}.`) return record
    const fields = record.data.split(' ')
    const signature = fields.slice(8).join('')
    const first = signature.startsWith('A') ? 'B' : 'A'
    return { ...record, data: [...fields.slice(0, 8), first + signature.slice(1)].join(' ') }
  })

/** The proofs of what does not exist are gone. */
export const losesDenial: Mishap = records =>
  records.filter(record => !['NSEC', 'NSEC3', 'NSEC3PARAM'].some(type => belongsTo(record, type)))

/** A name is gone with all that it had, while its neighbours’ proofs still speak of it. */
export function losesName(label: string): Mishap {
  return (records, zone) => records.filter(({ owner }) => owner !== `${label}.${zone}.`)
}

/** `www`’s addresses are gone, while the proof still says that it has some. */
export const losesAddresses: Mishap = (records, zone) =>
  records.filter(record => record.owner !== `www.${zone}.` || !belongsTo(record, 'A'))

/** The key that the parent vouches for has not signed the zone’s keys. */
export const losesKeySignature: Mishap = (records, _, { ksk }) =>
  records.filter(record => !signs(record, 'DNSKEY') || signerTag(record) !== ksk.tag)

/** The proof of what one name has is gone. */
export function losesDenialOf(label: string): Mishap {
  return (records, zone) =>
    records.filter(record => record.owner !== `${label}.${zone}.` || !belongsTo(record, 'NSEC'))
}
