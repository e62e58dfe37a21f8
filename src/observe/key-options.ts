/**
 * The part of a target's key that tells it from the usual one: `#alpn=h2&tls=false`, or nothing where every
 * option is left out. In the order given, so that a target has one key.
 */
export function keyOptions(options: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  const written = given.map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  return written.length === 0 ? '' : `#${written.join('&')}`
}
