import { Agent, request } from 'node:http'

/** What an intake answered: its status and what it took. */
export interface Answered {
  readonly status: number
  readonly taken: number
  readonly again: number
}

/** Posts to one address over kept connections. */
export function poster(
  url: string,
  connections: number,
): (body: string, headers: Record<string, string>) => Promise<Answered> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const { hostname, port, pathname } = new URL('api/v1/reports', url)
  return (body, headers) =>
    new Promise((resolve, reject) => {
      const sent = request(
        {
          agent,
          hostname,
          port,
          path: pathname,
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            ...headers,
          },
        },
        response => {
          let text = ''
          response.setEncoding('utf8').on('data', chunk => {
            text += chunk
          })
          response.on('error', reject)
          response.on('end', () => {
            const { taken = 0, again = 0 } = response.statusCode === 202 ? JSON.parse(text) : {}
            resolve({ status: response.statusCode ?? 0, taken, again })
          })
        },
      )
      sent.on('error', reject)
      sent.end(body)
    })
}
