/**
 * A domain name as signatures cover it: length-prefixed labels in lower case, uncompressed, with the root's
 * empty label at its end (RFC 4034 §6.2). Octets that no text could carry are kept.
 */
export type WireName = Buffer

export const rootName: WireName = Buffer.from([0])

/** The wire form of a plain name (see ../name.ts). */
export function wireName(name: string): WireName {
  if (name === '.') return rootName
  return fromLabels(name.split('.').map(label => Buffer.from(label, 'latin1')))
}

/** For people; octets that are no printing ASCII are written as `\ddd` (RFC 1035 §5.1). */
export function nameText(name: WireName): string {
  const labels = labelsOf(name)
  return labels.length === 0 ? '.' : labels.map(labelText).join('.')
}

export function labelsOf(name: WireName): Buffer[] {
  const labels: Buffer[] = []
  for (let at = 0; (name[at] ?? 0) > 0; at += 1 + (name[at] ?? 0)) {
    labels.push(name.subarray(at + 1, at + 1 + (name[at] ?? 0)))
  }
  return labels
}

export function fromLabels(labels: readonly Buffer[]): WireName {
  return Buffer.concat([
    ...labels.flatMap(label => [Buffer.from([label.length]), lowerCase(label)]),
    rootName,
  ])
}

/** The name of the last `count` labels: of `www.example.org` and 2, `example.org`. */
export function lastLabels(name: WireName, count: number): WireName {
  const labels = labelsOf(name)
  return fromLabels(labels.slice(labels.length - count))
}

/** `name` with one label before it. */
export function below(name: WireName, label: string): WireName {
  return Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1'), name])
}

/** True where `name` is `zone` or lies below it. */
export function isInside(name: WireName, zone: WireName): boolean {
  const labels = labelsOf(name).length - labelsOf(zone).length
  return labels >= 0 && lastLabels(name, labelsOf(zone).length).equals(zone)
}

/** The order in which NSEC records stand: label by label from the right, as octets (RFC 4034 §6.1). */
export function compareNames(a: WireName, b: WireName): number {
  const [left, right] = [labelsOf(a).reverse(), labelsOf(b).reverse()]
  for (let n = 0; n < Math.min(left.length, right.length); n++) {
    const order = Buffer.compare(left[n] ?? rootName, right[n] ?? rootName)
    if (order !== 0) return order
  }
  return left.length - right.length
}

function lowerCase(label: Buffer): Buffer {
  return Buffer.from(label.map(octet => (octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet)))
}

function labelText(label: Buffer): string {
  return [...label]
    .map(octet => {
      const isPlain = octet > 0x20 && octet < 0x7f && octet !== 0x2e && octet !== 0x5c
      return isPlain ? String.fromCharCode(octet) : `\\${String(octet).padStart(3, '0')}`
    })
    .join('')
}
