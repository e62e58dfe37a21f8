import { plainName } from '../name.ts'
import type { DelegationSigner } from './keys.ts'
import { type WireName, wireName } from './wire-name.ts'

/** A key that is believed without a parent's word. */
export interface TrustAnchor {
  readonly zone: WireName
  readonly signer: DelegationSigner
}

/** The root's keys of 2017 and 2024 (https://data.iana.org/root-anchors/root-anchors.xml), as DS records. */
export const rootAnchors: readonly string[] = [
  '. IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D',
  '. IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16',
]

/** Reads a DS record as zone files write it, its TTL and class left out or not; undefined where it is none. */
export function readAnchor(line: string): TrustAnchor | undefined {
  const [, owner = '', tag, algorithm, digestType, digest = ''] =
    /^(\S+)\s+(?:\d+\s+)?(?:IN\s+)?DS\s+(\d+)\s+(\d+)\s+(\d+)\s+([0-9a-f\s]+)$/i.exec(line.trim()) ?? []
  const hex = digest.replace(/\s/g, '')
  if (hex === '' || hex.length % 2 !== 0) return undefined
  return {
    zone: wireName(plainName(owner)),
    signer: {
      keyTag: Number(tag),
      algorithm: Number(algorithm),
      digestType: Number(digestType),
      digest: Buffer.from(hex, 'hex'),
    },
  }
}
