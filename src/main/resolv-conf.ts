import { readFileSync } from 'node:fs'

/** The recursive resolvers that this machine uses (resolv.conf(5)); none where the file is not there. */
export function systemResolvers(path = '/etc/resolv.conf'): string[] {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return []
  }
  const found = [...text.matchAll(/^\s*nameserver\s+([^\s#;]+)/gm)]
  return found.flatMap(([, address]) => (address === undefined ? [] : [address.replace(/%.*$/, '')]))
}
