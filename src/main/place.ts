import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { UserError } from '../base/user-error.ts'
import type { Network } from '../model/observation.ts'
import type { AddressFamily, VantagePoint } from '../model/vantage-point.ts'
import { readNetworks } from '../net/bgp/read-networks.ts'
import { readAnchor, rootAnchors } from '../net/dns/dnssec/anchors.ts'
import { rootServers } from '../net/dns/root-hints.ts'
import type { Config } from './options.ts'
import { systemResolvers } from './resolv-conf.ts'

/** The place that this process looks from: how the record names it, and what it has to look with. */
export interface Place {
  readonly vantagePoint: VantagePoint
  readonly families: readonly AddressFamily[]
  readonly resolvers: readonly string[]
  readonly rootServers: readonly string[]
  /** DS records, as zone files write them, of the keys where DNSSEC begins. */
  readonly trustAnchors: readonly string[]
  /** Which network an address belongs to, where a file tells it. */
  readonly networkOf?: (address: string) => Network | undefined
}

/** @throws UserError of reading the file of networks */
export async function placeOf(config: Config, families = familiesHere()): Promise<Place> {
  const { vantageId: id, vantagePlace: place, vantageCountry: country, vantageNetwork: network } = config
  const networks = config.prefixToAs === undefined ? undefined : await readNetworks(config.prefixToAs)
  return {
    vantagePoint: { id, ...(place && { place }), ...(country && { country }), ...(network && { network }) },
    families,
    resolvers: config.resolvers.length > 0 ? config.resolvers : systemResolvers(),
    rootServers: config.rootServers.length > 0 ? config.rootServers : rootServers(families),
    trustAnchors: config.trustAnchors === undefined ? rootAnchors : readAnchors(config.trustAnchors),
    ...(networks && { networkOf: address => networks.of(address) }),
  }
}

/**
 * The DS records of a file: one a line, comments after a semicolon.
 * @throws UserError `bad-trust-anchors`
 */
function readAnchors(path: string): string[] {
  const advice = 'give a file of DS records such as ". IN DS 20326 8 2 E06D…" with --trust-anchors'
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new UserError(
      'bad-trust-anchors',
      `${path}: ${error instanceof Error ? error.message : error}`,
      advice,
    )
  }
  const lines = text.split('\n').map(line => line.replace(/;.*/, '').trim())
  for (const [n, line] of lines.entries()) {
    if (line === '' || readAnchor(line) !== undefined) continue
    throw new UserError(
      'bad-trust-anchors',
      `${path}, line ${n + 1}: found "${line}", expected a DS record`,
      advice,
    )
  }
  return lines.filter(line => line !== '')
}

/** The families of which this machine has an address that leads anywhere; IPv4 where it has none at all. */
export function familiesHere(interfaces = networkInterfaces()): AddressFamily[] {
  const outward = Object.values(interfaces)
    .flatMap(addresses => addresses ?? [])
    .filter(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/i.test(address))
  const found = ([4, 6] as const).filter(family => outward.some(each => each.family === `IPv${family}`))
  return found.length > 0 ? found : [4]
}

/**
 * Trusts the certificates of a file beside the usual ones, in this whole process.
 * @throws UserError `bad-extra-ca`
 */
export function trustAlso(path: string): void {
  try {
    setDefaultCACertificates([...getCACertificates('default'), ...certificatesOf(readFileSync(path, 'utf8'))])
  } catch (error) {
    const what = `${path}: ${error instanceof Error ? error.message : error}`
    throw new UserError('bad-extra-ca', what, 'give a file with certificates in PEM with --extra-ca')
  }
}

function certificatesOf(text: string): string[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
  if (blocks === null) throw new Error('there is no certificate in it')
  // Node itself takes what it cannot read without a word.
  return blocks.map(block => new X509Certificate(block).toString())
}
