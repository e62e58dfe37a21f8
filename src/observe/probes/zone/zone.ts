import { defineProbe, type ProbeKind } from '../../probe.ts'
import { readZone } from './read.ts'
import { runZone, type ZoneDetail } from './run.ts'
import { ZoneTarget } from './target.ts'

/** The kind `zone` for name servers that listen on `port`. */
export function createZoneProbe(port: number): ProbeKind<ZoneTarget, ZoneDetail> {
  return defineProbe({
    kind: 'zone',
    summary: 'Looks through the zone of a name: delegation, each server by UDP and TCP, serials, DNSSEC.',
    target: ZoneTarget,
    key: ({ name }) => name,
    hosts: () => [],
    run: (target, context) => runZone(target, context, port),
    read: readZone,
  })
}

export const zoneProbe = createZoneProbe(53)
