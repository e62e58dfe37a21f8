import { familyOf, hostPort } from '../../../net/address.ts'
import { keyOptions } from '../../key-options.ts'
import { defineProbe } from '../../probe.ts'
import { readXmpp } from './read.ts'
import { runXmpp, type XmppDetail } from './run.ts'
import { XmppTarget } from './target.ts'

export const xmppProbe = defineProbe<XmppTarget, XmppDetail>({
  kind: 'xmpp',
  summary: 'Opens an XMPP stream as a client does, with STARTTLS where it is offered, or over TLS.',
  target: XmppTarget,
  key: ({ host, port, name, tls, family }) =>
    `${tls === 'direct' ? 'xmpps' : 'xmpp'}://${hostPort(host, port)}${keyOptions({ name, family })}`,
  hosts: ({ host }) => (familyOf(host) === undefined ? [host] : []),
  run: runXmpp,
  read: readXmpp,
})
