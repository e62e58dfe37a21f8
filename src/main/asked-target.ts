import { UserError } from '../base/user-error.ts'
import type { Target } from '../model/service.ts'
import { probes } from '../observe/probes/index.ts'

/** Which probe looks at a URL of which scheme. */
const probesByScheme: Readonly<Record<string, string>> = {
  http: 'https',
  https: 'https',
  ws: 'websocket',
  wss: 'websocket',
  mqtt: 'mqtt',
  mqtts: 'mqtt',
  xmpp: 'xmpp',
  xmpps: 'xmpp',
  grpc: 'grpc',
  grpcs: 'grpc',
  icmp: 'icmp',
}

/**
 * What somebody asks about, as a target: a URL by its scheme, `ping` and a host, a `host:port` connected to,
 * a name asked for as a website.
 * @param timeout milliseconds for one look
 * @throws UserError `unknown-subject` where the text is none of these
 */
export function targetOf(asked: string, timeout: number): Target {
  try {
    const [, scheme] = /^([a-z]+):\/\//i.exec(asked) ?? []
    if (scheme !== undefined) return madeTarget(probesByScheme[scheme.toLowerCase()] ?? '', asked, timeout)
    const [, pinged] = /^ping\s+(\S+)$/i.exec(asked) ?? []
    if (pinged !== undefined) return madeTarget('icmp', pinged, timeout)
    if (/:\d+$/.test(asked)) return madeTarget('tcp', asked, timeout)
    return madeTarget('https', `https://${new URL(`https://${asked}`).host}/`, timeout)
  } catch {
    throw new UserError(
      'unknown-subject',
      `"${asked}" is no service of the catalogue, no URL that a probe speaks, no host:port and no name`,
      `name a service (see prahari catalogue check), or write https://example.org/, example.org:443, example.org or another URL (${Object.keys(probesByScheme).join(', ')}).`,
    )
  }
}

/** @throws where there is no such probe, or it does not take what is written */
export function madeTarget(probe: string, written: string, timeout: number): Target {
  const kind = probes.find(each => each.kind === probe)
  if (kind === undefined) throw new TypeError(`there is no probe ${probe}`)
  const spec = kind.target.parse(written)
  return { id: `${probe}:${kind.key(spec)}`, probe, spec, every: timeout, timeout }
}
