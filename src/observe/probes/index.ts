import type { AnyProbeKind } from '../probe.ts'
import { dnsProbe } from './dns/dns.ts'
import { grpcProbe } from './grpc/grpc.ts'
import { httpsProbe } from './https/https.ts'
import { icmpProbe } from './icmp/icmp.ts'
import { mqttProbe } from './mqtt/mqtt.ts'
import { tcpProbe } from './tcp/tcp.ts'
import { tlsProbe } from './tls/tls.ts'
import { websocketProbe } from './websocket/websocket.ts'
import { xmppProbe } from './xmpp/xmpp.ts'
import { zoneProbe } from './zone/zone.ts'

/** Every kind of probe. A new one is a folder beside this file and a line here. */
export const probes: readonly AnyProbeKind[] = [
  dnsProbe,
  tcpProbe,
  tlsProbe,
  httpsProbe,
  zoneProbe,
  mqttProbe,
  xmppProbe,
  websocketProbe,
  grpcProbe,
  icmpProbe,
]
