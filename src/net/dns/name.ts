/** `WWW.Example.org.` as the rest of this folder writes it: lower case, no dot at the end; the root is `.`. */
export function plainName(name: string): string {
  const lower = name.toLowerCase()
  return lower.length > 1 && lower.endsWith('.') ? lower.slice(0, -1) : lower
}

/** True where `name` is `zone` or lies below it. Both plain. */
export function isWithin(name: string, zone: string): boolean {
  return zone === '.' || name === zone || name.endsWith(`.${zone}`)
}

/** `facebook.com` → `com` → `.`; the root has no parent. */
export function parentName(name: string): string | undefined {
  if (name === '.') return undefined
  const dot = name.indexOf('.')
  return dot === -1 ? '.' : name.slice(dot + 1)
}

/** True where the wire can carry it: labels of 1 to 63 octets, 253 characters in all (RFC 1035 §2.3.4), ASCII. */
export function isDomainName(name: string): boolean {
  return name === '.' || (name.length <= 253 && /^[!-~]+$/.test(name) && name.split('.').every(fits))
}

function fits(label: string): boolean {
  return label.length >= 1 && label.length <= 63
}

const registryLabels = new Set(['ac', 'co', 'com', 'edu', 'go', 'gov', 'ltd', 'net', 'nic', 'or', 'org'])

/**
 * True for zones that register names for others: the root, top-level domains and their usual second
 * level (`com.bd`, `co.uk`). What such a zone denies is a lost registration, not a lost record.
 */
export function isRegistry(zone: string): boolean {
  const labels = zone.split('.')
  if (zone === '.' || labels.length === 1) return true
  const [second = '', top = ''] = labels
  return labels.length === 2 && top.length === 2 && registryLabels.has(second)
}
