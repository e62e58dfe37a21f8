import { resolvers, vantagePoints, webServers } from './plan.ts'

const patienceMs = 15_000

/**
 * Waits until every vantage point gets every name from every resolver and every page from every front end.
 * @throws with what did not answer within 15 s
 */
export async function answering(
  at: (site: string, command: string, args: readonly string[]) => Promise<string>,
  caFile: string,
): Promise<void> {
  const script = `set -e
${Object.keys(resolvers)
  .flatMap(resolver =>
    webServers.flatMap(({ names, address }) =>
      names.map(
        name =>
          `kdig @${resolver} +short +timeout=1 +retry=0 ${name} | grep -qx ${address} || { echo ${name} by ${resolver} >&2; exit 1; }`,
      ),
    ),
  )
  .join('\n')}
${webServers
  .map(
    ({ names, address }) =>
      `curl -sSf -o /dev/null -m 2 --cacert ${caFile} --resolve ${names[0]}:443:${address} https://${names[0]}/`,
  )
  .join('\n')}
`
  const until = Date.now() + patienceMs
  await Promise.all(vantagePoints.map(({ id }) => answeringAt(id)))

  async function answeringAt(site: string): Promise<void> {
    while (true) {
      try {
        await at(site, 'sh', ['-c', script])
        return
      } catch (error) {
        if (Date.now() > until) throw error
        await new Promise(resolve => setTimeout(resolve, 100))
      }
    }
  }
}
