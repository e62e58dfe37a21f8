import type { Socket } from 'node:net'
import type { Random } from '../../../base/random.ts'
import type { Failure } from '../../../model/failure.ts'
import type { Step } from '../../../model/observation.ts'
import { hostPort } from '../../../net/address.ts'
import { type Connack, connectPacket, disconnectPacket, parseConnack } from '../../../net/mqtt/packet.ts'
import { hear } from '../../../net/tcp/hear.ts'
import { startTrace, type Trace } from '../../../net/trace.ts'
import { type OpenDetail, open } from '../../open.ts'
import type { ProbeContext } from '../../probe.ts'
import type { MqttTarget } from './target.ts'

export interface MqttDetail extends OpenDetail {
  readonly steps: Step[]
  /** What the broker said to the opening; undefined where it did not come to one. */
  readonly answer?: { readonly said?: Connack | 'malformed'; readonly failure?: Failure }
}

/** A CONNACK's head; what MQTT 5 tells of itself behind it is not needed. */
const mostBytes = 64

export async function runMqtt(target: MqttTarget, context: ProbeContext): Promise<MqttDetail> {
  const trace = startTrace(context.clock)
  const { channel, detail } = await open(optionsOf(target), context, trace)
  if (channel === undefined) return { ...detail, steps: trace.steps }
  const answer = await connectTo(channel, target, context, trace)
  channel.destroy()
  return { ...detail, steps: trace.steps, answer }
}

export function optionsOf({ host, port, tls, name, alpn = [], family }: MqttTarget) {
  return { host, port, tls, name, protocols: alpn, family }
}

/** Says CONNECT and hears the answer; takes its leave of a broker that accepts. */
async function connectTo(
  channel: Socket,
  { host, port, version }: MqttTarget,
  { signal, random }: ProbeContext,
  trace: Trace,
): Promise<NonNullable<MqttDetail['answer']>> {
  const { value, failure } = await trace.step('content', 'connect', hostPort(host, port), () => {
    channel.write(connectPacket(version, newClientId(random)))
    return hear(channel, parseConnack, { signal, mostBytes })
  })
  if (value !== undefined && value !== 'malformed' && value.code === 0) channel.end(disconnectPacket)
  return {
    ...(value === undefined ? {} : { said: value }),
    ...(failure === undefined ? {} : { failure }),
  }
}

/** A fresh one each time, of the letters and the length that every broker must take (§3.1.3.1). */
function newClientId(random: Random): string {
  return `prahari${Math.floor(random() * 36 ** 8).toString(36)}`
}
