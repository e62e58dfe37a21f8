import { type Finding, finding } from '../../../model/finding.ts'
import { namespaces } from '../../../net/xmpp/stream.ts'
import { readOpen, seenOpening } from '../../open.ts'
import type { Reading } from '../../probe.ts'
import { readUnheard } from '../../read-stream.ts'
import { type Answer, optionsOf, toldOf, type XmppDetail } from './run.ts'
import type { XmppTarget } from './target.ts'

/** Pure. */
export function readXmpp(detail: XmppDetail, target: XmppTarget): Reading {
  const last = detail.answers.at(-1)
  return {
    steps: detail.steps,
    findings: [
      ...readOpen(detail, optionsOf(target)),
      ...(last === undefined ? [] : readAnswer(last, target)),
    ],
    seen: seenOpening(detail),
  }
}

/** Only the last answer can be amiss: without the one before it would not have come to it. */
function readAnswer(answer: Answer, { host }: XmppTarget): Finding[] {
  const args = { host, protocol: 'XMPP' }
  if (answer.failure !== undefined) return [readUnheard(answer.failure, args)]
  const error = toldOf(answer, 'error', namespaces.streams)
  if (error !== undefined) {
    const condition = error.children.find(({ namespace }) => namespace === namespaces.errors)?.name
    // A server that sends its clients to another one is there and says so (§4.9.3.19).
    return condition === 'see-other-host'
      ? []
      : [finding('stream_refused', { ...args, reason: condition ?? 'refused' })]
  }
  if (toldOf(answer, 'failure', namespaces.tls) !== undefined)
    return [finding('stream_refused', { ...args, reason: 'starttls_failure' })]
  const [name, namespace] =
    answer.to === 'open'
      ? (['features', namespaces.streams] as const)
      : (['proceed', namespaces.tls] as const)
  return toldOf(answer, name, namespace) === undefined ? [finding('stream_malformed', args)] : []
}
