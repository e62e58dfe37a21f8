import ipaddr from 'ipaddr.js'
import type { Network } from '../../model/observation.ts'
import { Ranges } from './ranges.ts'
import { canonicalPrefix } from './ris-live.ts'

/** Addresses from one to another, or a prefix, of one network. */
export interface NetworkRange {
  readonly start: string
  /** The last address, or the length of the prefix. */
  readonly end: string | number
  readonly as: number
  readonly name?: string
}

/**
 * Which network each address of the internet belongs to: the longest prefix that holds it, IPv4 and IPv6.
 * IPv6 is kept by its upper 64 bits, since nothing longer than a /64 is routed.
 */
export class Networks {
  readonly #v4 = new Ranges<number>(length => new Uint32Array(length))
  readonly #v6 = new Ranges<bigint>(length => new BigUint64Array(length))
  readonly #names = new Names()
  readonly #announced: boolean

  /**
   * @param announced whether the ranges are prefixes as they are announced. Otherwise neighbours are taken
   * together, and the prefix of an address is the block around it that is routed on its own by custom:
   * whoever stands in the same great range need not be lost together.
   */
  constructor(announced: boolean) {
    this.#announced = announced
  }

  get size(): number {
    return this.#v4.size + this.#v6.size
  }

  /** @returns false for what is no range */
  add({ start, end, as, name }: NetworkRange): boolean {
    const from = keyOf(start)
    if (from === undefined) return false
    const to = typeof end === 'string' ? keyOf(end) : lastOf(from, end)
    if (typeof from === 'number' && typeof to === 'number' && from <= to)
      this.#v4.add({ start: from, end: to, as })
    else if (typeof from === 'bigint' && typeof to === 'bigint' && from <= to)
      this.#v6.add({ start: from, end: to, as })
    else return false
    if (name !== undefined) this.#names.set(as, name)
    return true
  }

  seal(): void {
    this.#v4.seal()
    this.#v6.seal()
  }

  /** @returns undefined for an address that nobody announces, and for what is none */
  of(address: string): Network | undefined {
    const key = keyOf(address)
    const found =
      key === undefined ? undefined : typeof key === 'number' ? this.#v4.find(key) : this.#v6.find(key)
    if (found === undefined) return undefined
    const { start, end, as } = found
    const [bits, custom] = typeof key === 'bigint' ? [64, 48] : [32, 24]
    const announced = bits - Math.floor(Math.log2(Number(BigInt(end) - BigInt(start)) + 1))
    const length = this.#announced ? announced : Math.max(announced, custom)
    const prefix = typeof key === 'number' ? prefix4(key, length) : canonicalPrefix(`${address}/${length}`)
    const name = this.#names.get(as)
    return prefix === undefined ? undefined : { prefix, as, ...(name === undefined ? {} : { name }) }
  }
}

/** Names of networks as one run of bytes: tens of thousands of strings would be many times as large. */
class Names {
  readonly #places = new Map<number, number>()
  #bytes = Buffer.alloc(65_536)
  #used = 0

  set(as: number, name: string): void {
    if (this.#places.has(as)) return
    const bytes = Buffer.from(name.slice(0, mostName))
    while (this.#used + bytes.length + 1 > this.#bytes.length)
      this.#bytes = Buffer.concat([this.#bytes], this.#bytes.length * 2)
    this.#places.set(as, this.#used)
    this.#bytes[this.#used] = bytes.length
    bytes.copy(this.#bytes, this.#used + 1)
    this.#used += bytes.length + 1
  }

  get(as: number): string | undefined {
    const place = this.#places.get(as)
    if (place === undefined) return undefined
    return this.#bytes.toString('utf8', place + 1, place + 1 + (this.#bytes[place] ?? 0))
  }
}

/** Characters of a name that are kept: of UTF-8 at most 189 bytes, a number that fits into one. */
const mostName = 63

/** An IPv4 address as a number, the upper half of an IPv6 address as a bigint. */
function keyOf(address: string): number | bigint | undefined {
  if (!address.includes(':')) return keyOfV4(address)
  if (!ipaddr.IPv6.isValid(address)) return undefined
  const [a = 0, b = 0, c = 0, d = 0] = ipaddr.IPv6.parse(address).parts
  return (BigInt(a * 0x1_0000 + b) << 32n) | BigInt(c * 0x1_0000 + d)
}

/** By arithmetic: a look asks for each address that it met. */
function prefix4(key: number, length: number): string {
  const first = key - (key % 2 ** (32 - length))
  return `${[24, 16, 8, 0].map(bits => (first >>> bits) & 255).join('.')}/${length}`
}

/**
 * The last key of a prefix that begins at `key`.
 * @returns undefined for a length that it cannot have; a default route holds all and says nothing
 */
function lastOf(key: number | bigint, length: number): number | bigint | undefined {
  const longest = typeof key === 'number' ? 32 : 128
  if (length < 1 || length > longest) return undefined
  if (typeof key === 'number') return key + 2 ** (32 - length) - 1
  return key + (1n << BigInt(Math.max(0, 64 - length))) - 1n
}

function keyOfV4(address: string): number | undefined {
  const octets = address.split('.')
  if (octets.length !== 4) return undefined
  let key = 0
  for (const octet of octets) {
    const number = /^\d{1,3}$/.test(octet) ? Number(octet) : 256
    if (number > 255) return undefined
    key = key * 256 + number
  }
  return key
}
