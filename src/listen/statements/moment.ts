/**
 * A time as sources write it: ISO 8601, RFC 2822, seconds or milliseconds since 1970.
 * @returns milliseconds since 1970; undefined for what is no time
 */
export function momentOf(written: unknown): number | undefined {
  if (typeof written === 'number') return Number.isFinite(written) ? inMilliseconds(written) : undefined
  if (typeof written !== 'string') return undefined
  if (/^\d{9,13}(\.\d+)?$/.test(written)) return inMilliseconds(Number(written))
  const at = Date.parse(written)
  return Number.isNaN(at) ? undefined : at
}

/** Seconds of this age have ten digits, milliseconds thirteen. */
function inMilliseconds(n: number): number {
  return Math.round(n < 100_000_000_000 ? n * 1000 : n)
}
