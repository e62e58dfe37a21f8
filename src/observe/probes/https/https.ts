import { familyOf } from '../../../net/address.ts'
import { hostOf } from '../../../net/http/url.ts'
import { defineProbe } from '../../probe.ts'
import { readHttps } from './read.ts'
import { type HttpsDetail, runHttps } from './run.ts'
import { HttpsTarget, httpsKey } from './target.ts'

export const httpsProbe = defineProbe<HttpsTarget, HttpsDetail>({
  kind: 'https',
  summary: 'Asks for a URL by HTTP/2 or HTTP/1.1 and checks status, headers and content.',
  target: HttpsTarget,
  key: httpsKey,
  hosts({ url }) {
    const host = hostOf(new URL(url))
    return familyOf(host) === undefined ? [host] : []
  },
  run: runHttps,
  read: readHttps,
})
