import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answering } from './answering.ts'
import { type Router, startRouter } from './bird.ts'
import { startBlockPage } from './block-page.ts'
import { type Blocking, block, unblock } from './blocking.ts'
import { createAuthority } from './certificates.ts'
import { prepareChatServer } from './chat-server.ts'
import { startCollector } from './collector.ts'
import { answeringRules } from './hijack.ts'
import { freePassage, type Passage, passageRules } from './name-server-filter.ts'
import { type Authority, prepareAuthority } from './names.ts'
import { allSites, unwire, type Wiring, wire } from './namespaces.ts'
import { chatServers, features, nameServers, resolvers, webServers } from './plan.ts'
import { prepareResolver, type Resolver } from './resolver.ts'
import { type Daemon, inside, run, startDaemon } from './shell.ts'
import { createSigner } from './signing.ts'
import { type FrontEnd, prepareFrontEnd } from './web.ts'
import { createZones, type Zones } from './zones.ts'

/** Something with a process of its own that a scenario can stop, start, freeze and thaw. */
export interface Machine {
  daemon(): Daemon | undefined
  start(): Promise<void>
  /** Its sockets stay and nothing answers; what it has forked stands still with it. */
  freeze(): Promise<void>
  thaw(): Promise<void>
}

/** A process of Prahari's. */
export interface Observer {
  /** Ends it without a warning. */
  kill(): Promise<void>
  revive(): Promise<void>
}

type Startable = Pick<Machine, 'daemon' | 'start'>

/** How a feature's origin answers from now on; nothing given is as always. */
export interface Mood {
  readonly status?: number | undefined
  readonly body?: string | undefined
  /** Where it redirects to, by 302 unless another status is given. */
  readonly location?: string | undefined
  /** Milliseconds. */
  readonly delay?: number | undefined
}

/** The drill's internet while it stands. */
export interface World {
  readonly folder: string
  readonly wiring: Wiring
  readonly caFile: string
  /** DS records of the root's key, in the form of a zone file. */
  readonly trustAnchors: string
  readonly routeFeed: string
  readonly routers: ReadonlyMap<string, Router>
  readonly authorities: ReadonlyMap<string, Authority>
  readonly zones: Zones
  readonly resolvers: ReadonlyMap<string, Resolver>
  readonly frontEnds: ReadonlyMap<string, FrontEnd>
  /** Name servers, resolvers, front ends and chat servers by name. */
  readonly machines: ReadonlyMap<string, Machine>
  /** Prahari's own processes by name, once they run: what a scenario can kill and bring back. */
  readonly observers: Map<string, Observer>
  answer(feature: string, mood: Mood): void
  /** Lets packets to a name server fare otherwise. */
  pass(server: string, change: Partial<Passage>): Promise<void>
  /** Another site announces exactly these prefixes of others, and no others any more. */
  hijack(by: string, prefixes: readonly string[], answered: 'nobody' | 'web'): Promise<void>
  /** Keeps a vantage point from these names; another call changes how, `unblock` ends it. */
  block(site: string, names: readonly string[], by: Blocking): Promise<void>
  unblock(site: string): Promise<void>
  /** Runs a command at a site, to its end. */
  at(site: string, command: string, args: readonly string[]): Promise<string>
  /** Starts a program of Prahari at a site. */
  startAt(site: string, args: readonly string[], env: NodeJS.ProcessEnv, log: string): Daemon
  stop(): Promise<void>
}

/** Builds the internet of plan.ts; on a failure nothing of it is left. */
export async function startWorld(prefix = `prh${process.pid}`): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), `prahari-drill-${prefix}-`))
  const stop = async () => {
    await unwire(prefix)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    return await build(prefix, folder, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

async function build(prefix: string, folder: string, stop: () => Promise<void>): Promise<World> {
  const [wiring, ca] = await Promise.all([wire(prefix), createAuthority(folder)])
  const { namespace } = wiring
  const links = (site: string) => wiring.links.get(site) ?? []

  const routers = new Map<string, Router>()
  for (const site of allSites.filter(({ id }) => id !== 'collector')) {
    routers.set(site.id, await startRouter(namespace(site.id), site, links(site.id), folder))
  }
  const collector = await startCollector(namespace('collector'), links('collector'), folder)

  const signer = await createSigner(folder)
  const zones = createZones(signer)
  const trustAnchors = join(folder, 'trust-anchors')
  await writeFile(trustAnchors, await signer.ds('.', 'own'))
  const authorities = new Map<string, Authority>()
  for (const server of nameServers) {
    authorities.set(server.id, await prepareAuthority(namespace(server.site), server, zones, folder))
  }
  const recursive = new Map<string, Resolver>()
  for (const [address, site] of Object.entries(resolvers)) {
    recursive.set(address, await prepareResolver(namespace(site), address, trustAnchors, folder))
  }
  const frontEnds = new Map(
    await Promise.all(
      webServers.map(
        async server =>
          [server.id, await prepareFrontEnd(namespace(server.site), server, ca, folder)] as const,
      ),
    ),
  )
  const chats = await Promise.all(
    chatServers.map(
      async server =>
        [server.id, await prepareChatServer(namespace(server.site), server, ca, folder)] as const,
    ),
  )
  const startable = new Map<string, Startable>([...authorities, ...recursive, ...frontEnds, ...chats])
  const machines = new Map([...startable].map(([id, machine]) => [id, freezable(machine)]))
  const origins = startOrigins(wiring, folder)
  for (const machine of machines.values()) await machine.start()

  const at: World['at'] = (site, command, args) => run(...inside(namespace(site), command, args))
  await startBlockPage(namespace('stranger'), ca, folder)
  await answering(at, ca.file)
  const passages = new Map<string, Passage>()
  const censors = new Map<string, Daemon>()
  const lift = async (site: string) => {
    if (!censors.has(site)) return
    await unblock(namespace(site), censors.get(site))
    censors.delete(site)
  }
  return {
    at,
    async block(site, names, by) {
      await lift(site)
      censors.set(site, await block(namespace(site), names, by, join(folder, `censor-${site}.log`)))
    },
    unblock: lift,
    async pass(id, change) {
      const server = nameServers.find(each => each.id === id)
      if (server === undefined) return
      const passage = { ...freePassage, ...passages.get(id), ...change }
      passages.set(id, passage)
      await run(...inside(namespace(server.site), 'nft', ['-f', '-']), passageRules(server, passage))
    },
    async hijack(by, prefixes, answered) {
      const rules = answeringRules(by, answered === 'web' ? prefixes : [])
      await run(...inside(namespace(by), 'nft', ['-f', '-']), rules)
      await routers.get(by)?.hijack(prefixes)
    },
    observers: new Map(),
    folder,
    wiring,
    caFile: ca.file,
    trustAnchors,
    routeFeed: collector.url,
    routers,
    authorities,
    zones,
    resolvers: recursive,
    frontEnds,
    machines,
    answer(feature, mood) {
      const server = webServers.find(({ names }) => names.includes(features[feature]?.host ?? ''))
      const origin = origins.get(server?.site ?? '')
      origin?.child.stdin?.write(`${JSON.stringify({ feature, ...mood })}\n`)
    },
    startAt: (site, args, env, log) => startDaemon(namespace(site), process.execPath, args, log, { env }),
    stop,
  }
}

/** A server is the leader of its own process group, so that its workers get the signal too. */
function freezable(machine: Startable): Machine {
  const tell = async (signal: NodeJS.Signals) => machine.daemon()?.signalAll(signal)
  return {
    daemon: () => machine.daemon(),
    start: () => machine.start(),
    freeze: () => tell('SIGSTOP'),
    thaw: () => tell('SIGCONT'),
  }
}

function startOrigins({ namespace }: Wiring, folder: string): Map<string, Daemon> {
  const program = join(import.meta.dirname, 'origin.ts')
  const sites = new Set(webServers.map(({ site }) => site))
  return new Map(
    [...sites].map(site => {
      const log = join(folder, `origin-${site}.log`)
      return [site, startDaemon(namespace(site), process.execPath, [program], log, { control: true })]
    }),
  )
}
