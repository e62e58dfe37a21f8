import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { provesNoData, provesNoExactName, provesNoName, provesUnsigned, readProofs } from './denial.ts'
import { typeNumber, type WireRecord } from './records.ts'
import { wireName } from './wire-name.ts'

/** A bitmap of types below 256 (RFC 4034 §4.1.2). */
function bitmap(types: readonly (keyof typeof typeNumber)[]): Buffer {
  const bits = Buffer.alloc(32)
  for (const type of types) {
    const octet = typeNumber[type] >> 3
    bits[octet] = (bits[octet] ?? 0) | (0x80 >> (typeNumber[type] & 7))
  }
  return Buffer.concat([Buffer.from([0, bits.length]), bits])
}

function nsec(owner: string, next: string, types: readonly (keyof typeof typeNumber)[]): WireRecord {
  const data = Buffer.concat([wireName(next), bitmap(types)])
  return { owner: wireName(owner), type: typeNumber.NSEC, class: 1, ttl: 60, data }
}

/** The hashes of RFC 5155 appendix A: salt aabbccdd, 12 iterations. */
function nsec3(
  owner: string,
  next: string,
  types: readonly (keyof typeof typeNumber)[],
  optOut = true,
  iterations = 12,
): WireRecord {
  const head = Buffer.from([1, optOut ? 1 : 0, 0, iterations, 4, 0xaa, 0xbb, 0xcc, 0xdd])
  const hash = fromBase32hex(next)
  const data = Buffer.concat([head, Buffer.from([hash.length]), hash, bitmap(types)])
  return { owner: wireName(`${owner}.example`), type: typeNumber.NSEC3, class: 1, ttl: 60, data }
}

function fromBase32hex(text: string): Buffer {
  const bits = [...text].map(digit => parseInt(digit, 32).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map(octet => parseInt(octet, 2)))
}

describe('a proof by NSEC (the zone of RFC 4035 appendix A)', () => {
  const example = wireName('example')
  const proofs = (...records: WireRecord[]) => readProofs(example, records)
  const gap = nsec('b.example', 'ns1.example', ['NS', 'RRSIG', 'NSEC'])
  const apex = nsec('example', 'a.example', ['NS', 'SOA', 'MX', 'RRSIG', 'NSEC', 'DNSKEY'])

  it('of a name that is not there needs the gap around it and around its wildcard (B.2)', () => {
    const name = wireName('ml.example')
    assert.equal(provesNoName(proofs(gap, apex), name), 'proven')
    assert.equal(provesNoName(proofs(gap), name), 'unproven')
    assert.equal(provesNoName(proofs(apex), name), 'unproven')
  })

  it('of a type that is not there is the name’s own record without it (B.3)', () => {
    const own = nsec('ns1.example', 'ns2.example', ['A', 'RRSIG', 'NSEC'])
    assert.equal(provesNoData(proofs(own), wireName('ns1.example'), typeNumber.MX), 'proven')
    assert.equal(provesNoData(proofs(own), wireName('ns1.example'), typeNumber.A), 'unproven')
  })

  it('of an empty name between others is the gap that leads below it', () => {
    const leap = nsec('a.example', 'x.w.example', ['A'])
    assert.equal(provesNoData(proofs(leap), wireName('w.example'), typeNumber.A), 'proven')
  })

  it('of an unsigned delegation shows name servers and no DS (B.5)', () => {
    assert.equal(provesUnsigned(proofs(gap), wireName('b.example')), 'proven')
    const signed = nsec('b.example', 'ns1.example', ['NS', 'DS', 'RRSIG', 'NSEC'])
    assert.equal(provesUnsigned(proofs(signed), wireName('b.example')), 'unproven')
    // The child's own apex is no word of the parent's.
    const apexOfChild = nsec('b.example', 'b.example', ['NS', 'SOA'])
    assert.equal(provesUnsigned(proofs(apexOfChild), wireName('b.example')), 'unproven')
  })

  it('that a wildcard may stand in shows that the name itself is not there (B.6)', () => {
    const around = nsec('x.y.w.example', 'xx.example', ['MX', 'RRSIG', 'NSEC'])
    const [name, wildcard] = [wireName('a.z.w.example'), wireName('w.example')]
    assert.equal(provesNoExactName(proofs(around), name, wildcard), 'proven')
    assert.equal(provesNoExactName(proofs(gap), name, wildcard), 'unproven')
  })

  it('is none where nothing, or nonsense, was sent', () => {
    const nonsense: WireRecord = { ...apex, data: Buffer.from([63, 1]) }
    assert.equal(provesNoName(proofs(nonsense), wireName('ml.example')), 'unproven')
    assert.equal(provesNoData(proofs(), wireName('example'), typeNumber.A), 'unproven')
  })
})

describe('a proof by NSEC3 (the answers of RFC 5155 appendix B)', () => {
  const example = wireName('example')
  const proofs = (...records: WireRecord[]) => readProofs(example, records)
  const apex = nsec3('0p9mhaveqvm6t7vbl5lop2u3t2rp3tom', '2t7b4g4vsa5smi47k61mv5bv1a22bojr', [
    'MX',
    'DNSKEY',
    'NS',
    'SOA',
    'RRSIG',
  ])
  const b4um = nsec3('b4um86eghhds6nea196smvmlo4ors995', 'gjeqe526plbf1g8mklp59enfd789njgi', ['MX', 'RRSIG'])
  const e35 = nsec3('35mthgpgcu1qg68fab165klnsnk3dpvl', 'b4um86eghhds6nea196smvmlo4ors995', [
    'NS',
    'DS',
    'RRSIG',
  ])

  it('of a name error has the closest encloser, the next closer name and the wildcard (B.1)', () => {
    const name = wireName('a.c.x.w.example')
    assert.equal(provesNoName(proofs(apex, b4um, e35), name), 'proven')
    for (const kept of [
      [apex, b4um],
      [b4um, e35],
    ])
      assert.equal(provesNoName(proofs(...kept), name), 'unproven')
  })

  it('of a type that is not there is the name’s own hash without it (B.2)', () => {
    const ns1 = nsec3('2t7b4g4vsa5smi47k61mv5bv1a22bojr', '2vptu5timamqttgl4luu9kg21e0aor3s', ['A', 'RRSIG'])
    assert.equal(provesNoData(proofs(ns1), wireName('ns1.example'), typeNumber.MX), 'proven')
    assert.equal(provesNoData(proofs(ns1), wireName('ns1.example'), typeNumber.A), 'unproven')
  })

  it('of an unsigned delegation may be a gap that opts out, and no other gap (B.3)', () => {
    assert.equal(provesUnsigned(proofs(apex, e35), wireName('c.example')), 'proven')
    const strict = nsec3('35mthgpgcu1qg68fab165klnsnk3dpvl', 'b4um86eghhds6nea196smvmlo4ors995', [], false)
    assert.equal(provesUnsigned(proofs(apex, strict), wireName('c.example')), 'unproven')
  })

  it('is not followed where more hashing is asked for than anyone still makes', () => {
    const costly = nsec3(
      '0p9mhaveqvm6t7vbl5lop2u3t2rp3tom',
      '2t7b4g4vsa5smi47k61mv5bv1a22bojr',
      [],
      true,
      200,
    )
    assert.equal(provesNoName(proofs(costly), wireName('a.c.x.w.example')), 'unsure')
  })
})
