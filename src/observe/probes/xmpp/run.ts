import type { Socket } from 'node:net'
import type { Failure } from '../../../model/failure.ts'
import type { Step } from '../../../model/observation.ts'
import { hostPort } from '../../../net/address.ts'
import { hear } from '../../../net/tcp/hear.ts'
import { startTrace, type Trace } from '../../../net/trace.ts'
import {
  namespaces,
  readStream,
  type StreamElement,
  startTls,
  streamEnd,
  streamHead,
} from '../../../net/xmpp/stream.ts'
import { type OpenDetail, open, secure } from '../../open.ts'
import type { ProbeContext } from '../../probe.ts'
import type { XmppTarget } from './target.ts'

/** What a server said to one thing that was said to it. */
export interface Answer {
  readonly to: 'open' | 'starttls'
  readonly said?: StreamElement | 'malformed'
  readonly failure?: Failure
}

export interface XmppDetail extends OpenDetail {
  readonly steps: Step[]
  /** In turn; none where it did not come to a stream. The look ends with the first that is not as it should be. */
  readonly answers: Answer[]
}

/** Of one answer: features of a large server are a tenth of it. */
const mostBytes = 16_384

export async function runXmpp(target: XmppTarget, context: ProbeContext): Promise<XmppDetail> {
  const trace = startTrace(context.clock)
  const { channel, detail } = await open(optionsOf(target), context, trace)
  if (channel === undefined) return { ...detail, steps: trace.steps, answers: [] }
  try {
    const spoken = await speak(channel, target, context, trace)
    return { ...detail, steps: trace.steps, ...spoken }
  } finally {
    channel.destroy()
  }
}

export function optionsOf({ host, port, name, tls, family }: XmppTarget) {
  return { host, port, name, tls: tls === 'direct', family }
}

/** Opens the stream; where STARTTLS is offered, takes it up and opens the stream anew (RFC 6120 §5.4). */
async function speak(
  channel: Socket,
  target: XmppTarget,
  context: ProbeContext,
  trace: Trace,
): Promise<Pick<XmppDetail, 'answers' | 'tls'>> {
  const talk = converse(channel, target, context, trace)
  const opened = await talk('open')
  if (target.tls === 'direct' || !offersTls(opened)) {
    channel.write(streamEnd)
    return { answers: [opened] }
  }
  const proceed = await talk('starttls')
  if (toldOf(proceed, 'proceed', namespaces.tls) === undefined) return { answers: [opened, proceed] }
  const { channel: secured, tls } = await secure(channel, target, context, trace)
  if (secured === undefined) return { answers: [opened, proceed], tls }
  const again = await converse(secured, target, context, trace)('open')
  secured.end(streamEnd)
  return { answers: [opened, proceed, again], tls }
}

/** Says one thing after another on one stream and hears the answer to each. */
function converse(
  channel: Socket,
  { host, port, name = host }: XmppTarget,
  { signal }: ProbeContext,
  trace: Trace,
): (what: Answer['to']) => Promise<Answer> {
  const take = readStream()
  return async what => {
    const { value, failure } = await trace.step('content', what, hostPort(host, port), () => {
      channel.write(what === 'open' ? streamHead(name) : startTls)
      return hear(channel, (_, latest) => take(latest), { signal, mostBytes })
    })
    return {
      to: what,
      ...(value === undefined ? {} : { said: value }),
      ...(failure === undefined ? {} : { failure }),
    }
  }
}

/** What was said, where it is an element of that name. */
export function toldOf({ said }: Answer, name: string, namespace: string): StreamElement | undefined {
  if (said === undefined || said === 'malformed') return undefined
  return said.name === name && said.namespace === namespace ? said : undefined
}

function offersTls(answer: Answer): boolean {
  const features = toldOf(answer, 'features', namespaces.streams)
  const isOffer = ({ name, namespace }: StreamElement['children'][number]) =>
    name === 'starttls' && namespace === namespaces.tls
  return features?.children.some(isOffer) ?? false
}
