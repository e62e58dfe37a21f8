import {
  garbles,
  losesAddresses,
  losesDenial,
  losesKeySignature,
  losesName,
  losesSignatures,
} from './mishaps.ts'
import type { Signing } from './sign.ts'
import type { LabZone, Truth, ZoneCase } from './zone-case.ts'

const signed: Signing = {}
const nsec3: Signing = { denial: 'nsec3' }
const day = 24
const expired: Signing = { from: -30 * day, until: -3 * day }
const many = Array.from({ length: 90 }, (_, n) => `www A 192.0.2.${n + 1}`).join('\n')

const secure: Truth = { answer: 'answers', security: 'secure', findings: [] }
const insecure: Truth = { answer: 'answers', security: 'insecure', findings: [] }
type Findings = Truth['findings']
const bogus = (...findings: Findings): Truth => ({ answer: 'fails', security: 'bogus', findings })
/** Nobody says anything that could be validated. */
const unheard = (...findings: Findings): Truth => ({ answer: 'fails', security: 'unknown', findings })
/** It works, and something is worth telling. */
const noted = (...findings: Findings): Truth => ({ ...insecure, findings })
const denied = (security: 'secure' | 'insecure', answer: 'nxdomain' | 'nodata'): Truth => ({
  answer,
  security,
  findings: [`name_${answer}`],
})
const byChance = 'a resolver says what the server says that it happens to ask'

/** Zones on which cases lean and that are none themselves. */
export const helpers: readonly LabZone[] = [
  { zone: 'links.test', www: links('long', 1) },
  { zone: 'hoster.test', records: at => `alias CNAME real\nreal A ${at('b')}` },
  { zone: 'cyclic-too.test', apex: '@ NS ns1.cyclic.test.', delegation: 'cyclic-too NS ns1.cyclic' },
]

/** Every second link of a chain of twenty aliases; the others lie in the other zone. */
function links(other: string, from: 0 | 1): string {
  const mine = Array.from({ length: 10 }, (_, n) => from + 2 * n)
  return mine.map(n => `${n === 0 ? 'www' : `l${n}`} CNAME l${n + 1}.${other}.test.`).join('\n')
}

type Entry = Omit<ZoneCase, 'zone'> & { readonly zone?: string }

const right: readonly Entry[] = [
  { id: 'plain', what: 'unsigned, as most are', truth: insecure },
  { id: 'rsa', what: 'signed with RSA/SHA-256', signed: { algorithm: 'RSASHA256' }, truth: secure },
  { id: 'ecdsa', what: 'signed with ECDSA P-256', signed, truth: secure },
  { id: 'ed25519', what: 'signed with Ed25519', signed: { algorithm: 'ED25519' }, truth: secure },
  { id: 'rsa-sha512', what: 'signed with RSA/SHA-512', signed: { algorithm: 'RSASHA512' }, truth: secure },
  {
    id: 'rsa-3072',
    what: 'signed with keys so long that they need TCP',
    signed: { algorithm: 'RSASHA256', bits: 3072 },
    truth: secure,
  },
  { id: 'rsa-sha1', what: 'signed with RSA/SHA-1', signed: { algorithm: 'NSEC3RSASHA1' }, truth: secure },
  { id: 'p384', what: 'signed with ECDSA P-384', signed: { algorithm: 'ECDSAP384SHA384' }, truth: secure },
  { id: 'ed448', what: 'signed with Ed448', signed: { algorithm: 'ED448' }, truth: secure },
  {
    id: 'nsec-denies',
    what: 'signed; the name is not there, and NSEC proves it',
    signed,
    asks: 'nothing',
    says: 'NXDOMAIN aa',
    truth: denied('secure', 'nxdomain'),
  },
  {
    id: 'nsec3-denies',
    what: 'signed; the name is not there, and NSEC3 proves it',
    signed: nsec3,
    asks: 'nothing',
    says: 'NXDOMAIN aa',
    truth: denied('secure', 'nxdomain'),
  },
  {
    id: 'nsec-nodata',
    what: 'signed; the name has no address, and NSEC proves it',
    signed,
    www: 'www TXT words',
    truth: denied('secure', 'nodata'),
  },
  {
    id: 'nsec3-nodata',
    what: 'signed; the name has no address, and NSEC3 proves it',
    signed: nsec3,
    www: 'www TXT words',
    truth: denied('secure', 'nodata'),
  },
  {
    id: 'nsec3-salted',
    what: 'signed; NSEC3 with salt and iterations denies a name',
    signed: { denial: 'nsec3', salt: 'ab12', iterations: 20 },
    asks: 'nothing.at.all',
    says: 'NXDOMAIN aa',
    truth: denied('secure', 'nxdomain'),
  },
  {
    id: 'nsec-empty',
    what: 'signed; there are only names below the name, and NSEC proves it',
    signed,
    www: 'below.www A 192.0.2.1',
    truth: denied('secure', 'nodata'),
  },
  {
    id: 'nsec3-empty',
    what: 'signed; there are only names below the name, and NSEC3 proves it',
    signed: nsec3,
    www: 'below.www A 192.0.2.1',
    truth: denied('secure', 'nodata'),
  },
  {
    id: 'opt-out-denies',
    what: 'signed with NSEC3 that opts out; the name is not there',
    signed: { denial: 'nsec3-opt-out' },
    asks: 'nothing',
    says: 'NXDOMAIN aa',
    truth: denied('secure', 'nxdomain'),
    unless: {
      who: ['Unbound'],
      why: 'Unbound validates it and yet sets no AD, since an unsigned zone may lie there (RFC 5155 §9.2)',
    },
  },
  {
    id: 'opt-out',
    zone: 'child.opt-out-denies.test',
    what: 'an unsigned zone below one that opts out, both at the same servers',
    truth: insecure,
  },
  {
    id: 'signed-child',
    zone: 'child.ecdsa.test',
    what: 'a signed zone below a signed one, both at the same servers',
    signed,
    truth: secure,
  },
  {
    id: 'signed-grandchild',
    zone: 'grand.child.ecdsa.test',
    what: 'a signed zone below that one, at the same servers too',
    signed,
    truth: secure,
  },
  { id: 'wildcard', what: 'signed; a wildcard answers, NSEC', signed, www: '* A 192.0.2.1', truth: secure },
  {
    id: 'wildcard-nsec3',
    what: 'signed; a wildcard answers, NSEC3',
    signed: nsec3,
    www: '* A 192.0.2.1',
    truth: secure,
  },
  {
    id: 'wildcard-nodata',
    what: 'signed; a wildcard stands for the name and has no address, NSEC',
    signed,
    www: '* TXT words',
    truth: denied('secure', 'nodata'),
  },
  {
    id: 'wildcard-nodata-nsec3',
    what: 'signed; a wildcard stands for the name and has no address, NSEC3',
    signed: nsec3,
    www: '* TXT words',
    truth: denied('secure', 'nodata'),
  },
  {
    id: 'wildcard-alias',
    what: 'signed; a wildcard is an alias within the zone',
    signed,
    www: '* CNAME ns1',
    truth: secure,
  },
  {
    id: 'dname',
    what: 'signed; a DNAME leads to another signed zone',
    signed,
    records: 'old DNAME rsa.test.',
    asks: 'www.old',
    truth: secure,
  },
  {
    id: 'alias',
    what: 'signed; an alias to another signed zone',
    signed,
    www: 'www CNAME www.rsa.test.',
    truth: secure,
  },
  {
    id: 'alias-unsigned',
    what: 'signed; an alias to an unsigned zone',
    signed,
    www: 'www CNAME www.plain.test.',
    truth: insecure,
  },
  {
    id: 'large',
    what: 'an answer that needs TCP, and gets it',
    www: many,
    says: 'NOERROR aa tc',
    truth: insecure,
  },
  {
    id: 'rollover',
    what: 'signed; the parent vouches for the next key too, which is not there yet',
    signed,
    ds: 'old and new',
    truth: secure,
  },
]

const names: readonly Entry[] = [
  {
    id: 'unregistered',
    what: 'the registration is lost: the parent knows no such zone',
    delegation: '',
    servers: ['parent'],
    says: 'NXDOMAIN aa',
    saysOverTcp: 'NXDOMAIN aa',
    truth: { answer: 'nxdomain', security: 'secure', findings: ['delegation_missing'] },
  },
  {
    id: 'absent',
    what: 'the name is not there',
    asks: 'nothing',
    says: 'NXDOMAIN aa',
    truth: denied('insecure', 'nxdomain'),
  },
  {
    id: 'nodata',
    what: 'the name has no address',
    www: 'www TXT words',
    truth: denied('insecure', 'nodata'),
  },
  {
    id: 'alias-loop',
    what: 'two aliases that lead to each other',
    www: 'www CNAME back\nback CNAME www',
    truth: unheard('alias_loop'),
  },
  { id: 'long', what: 'a chain of twenty aliases', www: links('links', 0), truth: unheard('alias_loop') },
  {
    id: 'alias-dead',
    what: 'an alias to a zone whose servers are silent',
    www: 'www CNAME www.all-silent.test.',
    truth: unheard('authoritative_unreachable'),
  },
  {
    id: 'alias-nowhere',
    what: 'an alias to a name whose registration is lost',
    www: 'www CNAME www.unregistered.test.',
    truth: { answer: 'nxdomain', security: 'insecure', findings: ['delegation_missing'] },
  },
]

const servers: readonly Entry[] = [
  {
    id: 'one-lame',
    what: 'one server of two does not know the zone',
    servers: ['a', 'refusing'],
    truth: noted('authoritative_lame'),
  },
  {
    id: 'all-refuse',
    what: 'no server knows the zone',
    servers: ['refusing', 'refusingToo'],
    truth: unheard('authoritative_all_lame'),
  },
  {
    id: 'one-fails',
    what: 'one server of two could not load the zone',
    servers: ['a', 'failing'],
    truth: noted('authoritative_lame'),
  },
  {
    id: 'all-fail',
    what: 'no server could load the zone',
    servers: ['failing', 'failingToo'],
    truth: unheard('authoritative_all_lame'),
  },
  {
    id: 'one-silent',
    what: 'one server of two is silent',
    servers: ['a', 'silent'],
    truth: noted('authoritative_partly_unreachable'),
  },
  {
    id: 'all-silent',
    what: 'all servers are silent',
    servers: ['silent', 'silentToo'],
    truth: unheard('authoritative_unreachable'),
  },
  {
    id: 'one-closed',
    what: 'at one address of two nothing listens',
    servers: ['a', 'closed'],
    truth: noted('authoritative_partly_unreachable'),
  },
  {
    id: 'siblings-differ',
    what: 'one server of two denies the name that the other has',
    second: { www: 'other A 192.0.2.1' },
    says: ['NOERROR aa', 'NXDOMAIN aa'],
    truth: noted('authoritative_error'),
    unless: { who: ['Unbound', 'delv'], why: byChance },
  },
  {
    id: 'serials-differ',
    what: 'one server of two has an older zone',
    second: { serial: 6 },
    truth: noted('serial_drift'),
  },
  {
    id: 'no-authority',
    what: 'the servers answer without authority',
    servers: ['noAuthority'],
    truth: noted('authoritative_lame'),
  },
  {
    id: 'no-tcp',
    what: 'one server of two is closed over TCP',
    servers: ['a', 'noTcp'],
    truth: noted('authoritative_no_tcp'),
  },
  {
    id: 'cut-short',
    what: 'the answer needs TCP, which is closed',
    servers: ['cutsShort'],
    www: many,
    truth: unheard('authoritative_truncated'),
  },
  {
    id: 'edns-dropped',
    what: 'the server drops queries with EDNS',
    servers: ['dropsEdns'],
    truth: unheard('authoritative_unreachable', 'authoritative_edns_trouble'),
  },
  {
    id: 'edns-dropped-by-one',
    what: 'one server of two drops queries with EDNS',
    servers: ['a', 'dropsEdns'],
    truth: noted('authoritative_partly_unreachable', 'authoritative_edns_trouble'),
  },
  {
    id: 'edns-formerr',
    what: 'the server answers FORMERR to EDNS, as those of before 1999',
    servers: ['formerrsEdns'],
    truth: noted('authoritative_edns_trouble'),
  },
]

const delegations: readonly Entry[] = [
  {
    id: 'sets-differ',
    what: 'parent and zone name other servers',
    servers: ['a', 'b'],
    apex: at => `@ NS ns1\n@ NS ns3\nns1 A ${at('a')}\nns2 A ${at('b')}\nns3 A ${at('b')}`,
    truth: noted('delegation_mismatch'),
  },
  {
    id: 'glue-differs',
    what: 'the parent has an old address of a server',
    servers: ['a', 'refusing'],
    apex: at => `@ NS ns1\n@ NS ns2\nns1 A ${at('a')}\nns2 A ${at('b')}`,
    truth: noted('glue_mismatch', 'authoritative_lame'),
  },
  {
    id: 'no-address',
    what: 'the name of one server of two has no address',
    servers: ['a'],
    apex: at => `@ NS ns1\n@ NS nothing.hoster.test.\nns1 A ${at('a')}`,
    delegation: at =>
      `no-address NS ns1.no-address\nno-address NS nothing.hoster\nns1.no-address A ${at('a')}`,
    truth: noted('name_server_without_address'),
  },
  {
    id: 'alias-server',
    what: 'the name of one server of two is an alias',
    servers: ['a'],
    apex: at => `@ NS ns1\n@ NS alias.hoster.test.\nns1 A ${at('a')}`,
    delegation: at =>
      `alias-server NS ns1.alias-server\nalias-server NS alias.hoster\nns1.alias-server A ${at('a')}`,
    truth: noted('name_server_without_address'),
  },
  {
    id: 'no-glue',
    what: 'the servers lie in the zone, and the parent has no glue',
    delegation: 'no-glue NS ns1.no-glue\nno-glue NS ns2.no-glue',
    truth: unheard('authoritative_unreachable', 'name_server_without_address'),
  },
  {
    id: 'cyclic',
    what: 'each of two zones has its server in the other',
    servers: ['a'],
    apex: '@ NS ns1.cyclic-too.test.',
    delegation: 'cyclic NS ns1.cyclic-too',
    truth: unheard('authoritative_unreachable', 'name_server_without_address'),
  },
  {
    id: 'self-referral',
    what: 'the zone is delegated to the parent’s own server, which refers to itself',
    servers: ['parent'],
    says: 'NOERROR',
    truth: unheard('authoritative_all_lame'),
    unless: {
      who: ['Unbound'],
      why: 'Unbound takes a server’s referral to itself for an answer that holds nothing',
    },
  },
]

const signatures: readonly Entry[] = [
  {
    id: 'expired',
    what: 'the signatures ran out three days ago',
    signed: expired,
    truth: bogus('dnssec_signature_expired'),
  },
  {
    id: 'just-expired',
    what: 'the signatures ran out an hour ago',
    signed: { from: -30 * day, until: -1 },
    truth: bogus('dnssec_signature_expired'),
    unless: {
      who: ['Unbound'],
      why: 'Unbound allows for clocks that are wrong by up to a day (val-sig-skew-max)',
    },
  },
  {
    id: 'not-yet-valid',
    what: 'the signatures hold from in three days on',
    signed: { from: 3 * day, until: 30 * day },
    truth: bogus('dnssec_signature_not_yet_valid'),
  },
  {
    id: 'expires-soon',
    what: 'the signatures run out within the hour',
    signed: { until: 0.5 },
    truth: { ...secure, findings: ['dnssec_signature_expires_soon'] },
  },
  {
    id: 'one-expired',
    what: 'the signatures of one server of two ran out: it lags',
    signed,
    second: { serial: 6, signed: expired },
    truth: { ...secure, findings: ['serial_drift', 'dnssec_signature_expired'] },
    unless: { who: ['delv'], why: byChance },
  },
  {
    id: 'tld-expired',
    zone: 'tld-expired.late',
    what: 'the signatures of the top-level domain ran out',
    signed,
    truth: bogus('dnssec_signature_expired'),
  },
  {
    id: 'unsigned',
    what: 'the parent vouches for keys, and the zone is not signed',
    ds: 'another key',
    truth: bogus('dnssec_signature_missing'),
  },
  {
    id: 'signature-missing',
    what: 'the addresses’ signatures are missing',
    signed,
    mishap: losesSignatures('A'),
    truth: bogus('dnssec_signature_missing'),
  },
  {
    id: 'garbled',
    what: 'a signature is garbled',
    signed,
    mishap: garbles,
    truth: bogus('dnssec_signature_invalid'),
  },
  {
    id: 'stray-key',
    what: 'signed by a key that is not among the zone’s keys',
    signed,
    strayKey: true,
    truth: bogus('dnssec_signature_invalid'),
  },
  {
    id: 'alias-bogus',
    what: 'an alias to a zone whose signatures ran out',
    signed,
    www: 'www CNAME www.expired.test.',
    truth: bogus('dnssec_signature_expired'),
  },
]

const keys: readonly Entry[] = [
  {
    id: 'wrong-ds',
    what: 'the parent vouches for another key',
    signed,
    ds: 'another key',
    truth: bogus('dnssec_keys_mismatch'),
  },
  {
    id: 'keys-unsigned',
    what: 'the key that the parent vouches for did not sign the zone’s keys',
    signed,
    mishap: losesKeySignature,
    truth: bogus('dnssec_signature_invalid'),
  },
  { id: 'island', what: 'signed, and the parent vouches for no key', signed, ds: 'none', truth: insecure },
  {
    id: 'unknown-algorithm',
    what: 'the parent vouches for a key of an unknown algorithm alone',
    signed,
    ds: 'unknown algorithm',
    truth: insecure,
  },
  {
    id: 'unknown-digest',
    what: 'the parent vouches for a key by an unknown digest alone',
    signed,
    ds: 'unknown digest',
    truth: insecure,
  },
]

const denials: readonly Entry[] = [
  {
    id: 'unproved',
    what: 'the name is not there, and no proof is given',
    signed,
    mishap: losesDenial,
    asks: 'nothing',
    says: 'NXDOMAIN aa',
    truth: bogus('dnssec_denial_invalid', 'name_nxdomain'),
  },
  {
    id: 'not-covered',
    what: 'the name is not there, and the proof is of other names',
    signed,
    records: 'nothing A 192.0.2.1',
    mishap: losesName('nothing'),
    asks: 'nothing',
    says: 'NXDOMAIN aa',
    truth: bogus('dnssec_denial_invalid', 'name_nxdomain'),
  },
  {
    id: 'proved-otherwise',
    what: 'no address is given, and the proof says that there is one',
    signed,
    mishap: losesAddresses,
    truth: bogus('dnssec_denial_invalid', 'name_nodata'),
  },
  {
    id: 'unproved-nsec3',
    what: 'the name is not there, and no proof is given (NSEC3)',
    signed: nsec3,
    mishap: losesDenial,
    asks: 'nothing',
    says: 'NXDOMAIN aa',
    truth: bogus('dnssec_denial_invalid', 'name_nxdomain'),
  },
  {
    id: 'unproved-wildcard',
    what: 'a wildcard answers, and nothing proves that it may',
    signed,
    www: '* A 192.0.2.1',
    mishap: losesDenial,
    truth: bogus('dnssec_denial_invalid'),
  },
  {
    id: 'unproved-delegation',
    zone: 'unproved-delegation.holey',
    what: 'unsigned, and the top-level domain does not prove that it vouches for no key',
    truth: bogus('dnssec_denial_invalid'),
  },
]

/** Each zone is `<id>.test` unless it says otherwise, and `www` in it is asked for. */
export const groups: readonly { readonly title: string; readonly cases: readonly ZoneCase[] }[] = [
  { title: 'Nothing is broken', cases: right.map(asCase) },
  { title: 'Names', cases: names.map(asCase) },
  { title: 'Servers', cases: servers.map(asCase) },
  { title: 'Delegations', cases: delegations.map(asCase) },
  { title: 'Signatures', cases: signatures.map(asCase) },
  { title: 'Keys', cases: keys.map(asCase) },
  { title: 'Denials', cases: denials.map(asCase) },
]

export const cases: readonly ZoneCase[] = groups.flatMap(group => group.cases)

function asCase(entry: Entry): ZoneCase {
  return { zone: `${entry.id}.test`, ...entry }
}
