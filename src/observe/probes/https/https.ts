import { familyOf } from '../../../net/address.ts'
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
    const { hostname } = new URL(url)
    const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
    return familyOf(bare) === undefined ? [bare] : []
  },
  run: runHttps,
  read: readHttps,
})
