/** Spreads 32 bits evenly over 32 bits, each to one: the finalizer of MurmurHash3 (Austin Appleby, public domain). */
export function mix(bits: number): number {
  let mixed = bits
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
