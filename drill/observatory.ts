import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newToken } from '../src/base/random.ts'
import { hashToken } from '../src/base/token.ts'
import { observatoryAddress, resolvers, rootServer, vantagePoints } from './world/plan.ts'
import type { Observer, World } from './world/world.ts'

/** Prahari itself within the drill's internet: the observatory and an agent at each vantage point. */
export interface Prahari {
  /** The observatory's data folder. */
  readonly data: string
  /** @throws with its last words when one of the processes has ended by itself: what it missed is no judgement */
  check(): Promise<void>
  stop(): Promise<void>
}

const program = join(import.meta.dirname, '../src/cli/prahari.ts')
const catalogue = join(import.meta.dirname, 'catalogue')
const port = 8080
const startWithinMs = 20_000
/** Characters of a log that are shown. */
const lastWords = 2000

/** Starts all of it as an operator would. @throws with the observatory's own words when it does not start */
export async function startPrahari(world: World): Promise<Prahari> {
  const data = join(world.folder, 'data')
  await mkdir(data, { recursive: true })
  const secrets = vantagePoints.map(({ id }) => ({ id, token: newToken() }))
  const tokens = { vantagePoints: secrets.map(({ id, token }) => ({ id, sha256: hashToken(token) })) }
  const serve = startProcess(world, 'observatory', 'serve', {
    PRAHARI_DATA: data,
    PRAHARI_HOST: observatoryAddress,
    PRAHARI_PORT: String(port),
    PRAHARI_CATALOGUE: catalogue,
    PRAHARI_OBSERVE: 'false',
    PRAHARI_ROUTE_FEED: world.routeFeed,
    PRAHARI_TICK: '1s',
    PRAHARI_VANTAGE_TOKENS: JSON.stringify(tokens),
  })
  await started(serve)
  const agents = vantagePoints.map(({ id, place, country, network }) =>
    startProcess(world, id, 'agent', {
      PRAHARI_DATA: join(world.folder, `agent-${id}`),
      PRAHARI_OBSERVATORY: `http://${observatoryAddress}:${port}/`,
      PRAHARI_TOKEN: secrets.find(secret => secret.id === id)?.token ?? '',
      PRAHARI_VANTAGE_ID: id,
      PRAHARI_VANTAGE_PLACE: place,
      PRAHARI_VANTAGE_COUNTRY: country,
      PRAHARI_VANTAGE_NETWORK: network,
      PRAHARI_RESOLVERS: Object.keys(resolvers).join(','),
      PRAHARI_ROOT_SERVERS: rootServer,
      PRAHARI_TRUST_ANCHORS: world.trustAnchors,
      PRAHARI_EXTRA_CA: world.caFile,
    }),
  )
  const processes = [serve, ...agents]
  for (const process of processes) world.observers.set(process.site, process)
  const graceMs = 8_000
  return {
    data,
    async check() {
      const dead = processes.find(process => process.hasFailed())
      if (dead === undefined) return
      const words = (await readFile(dead.log, 'utf8')).slice(-lastWords)
      throw new Error(`a process of Prahari ended in the middle of the drill (${dead.log}):\n${words}`)
    },
    async stop() {
      await Promise.all(agents.map(agent => agent.stop(graceMs)))
      await serve.stop(graceMs)
    },
  }
}

interface Process extends Observer {
  readonly site: string
  readonly log: string
  /** It has ended, and nobody has killed it. */
  hasFailed(): boolean
  stop(graceMs: number): Promise<void>
}

function startProcess(
  world: World,
  site: string,
  command: 'serve' | 'agent',
  settings: NodeJS.ProcessEnv,
): Process {
  const log = join(world.folder, `${command}-${site}.log`)
  const start = () => world.startAt(site, [program, command], clean(settings), log)
  let daemon = start()
  let killed = false
  return {
    site,
    log,
    hasFailed: () => !killed && (daemon.child.exitCode !== null || daemon.child.signalCode !== null),
    stop: graceMs => daemon.stop(graceMs),
    async kill() {
      killed = true
      await daemon.stop()
    },
    async revive() {
      if (!killed) return
      daemon = start()
      killed = false
    },
  }
}

/** Settings of the operator's own shell must not reach the drill. */
function clean(settings: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('PRAHARI_'))
  return { ...Object.fromEntries(others), ...settings }
}

async function started(serve: Process): Promise<void> {
  const until = Date.now() + startWithinMs
  while (true) {
    const said = await readFile(serve.log, 'utf8')
    if (said.includes('prahari serve:')) return
    if (serve.hasFailed() || Date.now() > until) throw new Error(`the observatory did not start:\n${said}`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
