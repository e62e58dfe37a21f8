import { familyOf } from '../../../net/address.ts'
import { hostOf } from '../../../net/http/url.ts'
import { keyOptions } from '../../key-options.ts'
import { defineProbe } from '../../probe.ts'
import { readWebsocket } from './read.ts'
import { runWebsocket, type WebsocketDetail } from './run.ts'
import { WebsocketTarget } from './target.ts'

export const websocketProbe = defineProbe<WebsocketTarget, WebsocketDetail>({
  kind: 'websocket',
  summary: 'Opens a WebSocket, and has a ping answered where that is asked for.',
  target: WebsocketTarget,
  key: ({ url, headers, protocols, ping, family }) =>
    `${new URL(url).href}${keyOptions({
      headers: Object.keys(headers).length === 0 ? undefined : headers,
      protocols: protocols.length === 0 ? undefined : protocols,
      ping: ping ? true : undefined,
      family,
    })}`,
  hosts({ url }) {
    const host = hostOf(new URL(url))
    return familyOf(host) === undefined ? [host] : []
  },
  run: runWebsocket,
  read: readWebsocket,
})
