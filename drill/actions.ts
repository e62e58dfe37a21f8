import type { Action } from './action.ts'
import { componentsOf } from './words.ts'
import { features, nameServers, sites, vantagePoints } from './world/plan.ts'
import type { Mood, World } from './world/world.ts'
import type { Zones } from './world/zones.ts'

/** Does one thing to the world. */
export async function act(world: World, action: Action): Promise<void> {
  switch (action.do) {
    case 'withdraw':
    case 'announce': {
      const prefixes = action.prefixes ?? sites.find(({ id }) => id === action.site)?.prefixes ?? []
      return world.routers.get(action.site)?.[action.do](prefixes)
    }
    case 'stop':
      return each(world.machines, action.of, machine => machine.daemon()?.stop())
    case 'start':
      return each(world.machines, action.of, machine => machine.start())
    case 'freeze':
      return each(world.machines, action.of, machine => machine.freeze())
    case 'thaw':
      return each(world.machines, action.of, machine => machine.thaw())
    case 'slow':
      return answerAs(world, action.of, { delay: action.delay })
    case 'answer':
      return answerAs(world, action.of, action)
    case 'normal':
    case 'restore':
      return answerAs(world, action.of, {})
    case 'certificate':
      return world.frontEnds.get(action.of)?.certify(action.state)
    case 'lame':
    case 'unlame':
      return world.authorities.get(action.server)?.[action.do](action.zone)
    case 'delegation':
      return change(world, action.zone, { delegation: action.state })
    case 'dnssec':
      return sign(world, action)
    case 'records':
      return change(world, action.zone, { records: changedRecords(world, action) })
    case 'serial':
      world.zones.hold(action.server, action.zone, action.state)
      return reload(world, action.zone)
    case 'glue':
      return change(world, action.zone, { oldGlue: changedGlue(world, action) })
    case 'ns-set':
      return change(world, action.zone, { ownNameServers: action.state === 'differs' })
    case 'resolver':
      return world.resolvers.get(action.of)?.start(action.state)
    case 'cut':
    case 'join':
      return plug(world, action.of, action.do === 'cut' ? 'down' : 'up')
    case 'block':
      return eachPlace(action.in, site => world.block(site, action.names, action.by))
    case 'unblock':
      return eachPlace(action.in, site => world.unblock(site))
    case 'tcp53':
      return world.pass(action.server, { tcp: action.state })
    case 'edns':
      return world.pass(action.server, { edns: action.state })
    case 'hijack':
      return world.hijack(action.by, action.prefixes, action.answered)
    case 'release':
      return world.hijack(action.by, [], 'nobody')
    case 'protocol':
      return world.frontEnds.get(action.of)?.speak(action.state)
    case 'kill':
    case 'revive':
      return each(world.observers, action.of, observer => observer[action.do]())
    case 'loss':
      return lose(world, action.site, action.percent)
  }
}

async function each<Thing>(
  things: ReadonlyMap<string, Thing>,
  names: readonly string[],
  work: (thing: Thing) => Promise<void> | undefined | void,
): Promise<void> {
  for (const [name, thing] of things) if (names.includes(name) || names.includes('all')) await work(thing)
}

function answerAs(world: World, names: readonly string[], { status, body, location, delay }: Mood): void {
  const mood = { status, body, location, delay }
  for (const feature of names.flatMap(componentsOf)) if (feature in features) world.answer(feature, mood)
}

async function eachPlace(places: readonly string[], work: (site: string) => Promise<void>): Promise<void> {
  for (const place of places) await work(place)
}

async function plug(world: World, name: string, state: 'up' | 'down'): Promise<void> {
  for (const { id } of vantagePoints.filter(point => name === 'all' || point.id === name)) {
    for (const { device } of world.wiring.links.get(id) ?? []) {
      await world.at(id, 'ip', ['link', 'set', device, state])
    }
  }
}

/**
 * Drops a share of the packets that leave a site, by a filter of four BPF instructions: load a random 32-bit
 * number; from the threshold on pass (TC_ACT_OK, 0), below it drop (TC_ACT_SHOT, 2). Not every kernel has netem.
 */
async function lose(world: World, site: string, percent: number): Promise<void> {
  const random = 0xff_ff_f0_38 // SKF_AD_OFF + SKF_AD_RANDOM, linux/filter.h
  const threshold = Math.round((percent / 100) * 0xff_ff_ff_ff)
  const program = `4,32 0 0 ${random},53 1 0 ${threshold},6 0 0 2,6 0 0 0`
  for (const { device } of world.wiring.links.get(site) ?? []) {
    await world.at(site, 'tc', ['qdisc', 'replace', 'dev', device, 'clsact'])
    const filter = ['filter', 'replace', 'dev', device, 'egress', 'pref', '1', 'handle', '1']
    await world.at(site, 'tc', [...filter, 'bpf', 'direct-action', 'bytecode', program])
  }
}

async function change(world: World, zone: string, changed: Parameters<Zones['change']>[1]): Promise<void> {
  world.zones.change(zone, changed)
  await reload(world, zone)
}

/** Lets the zone's own servers take up what it says, and the registry's what they say of it. */
async function reload({ authorities }: World, zone: string): Promise<void> {
  for (const { server, reload } of authorities.values()) {
    if (server.zones.includes(zone) || server.id === 'root' || server.id === 'registry') await reload()
  }
}

async function sign(world: World, { zone, state, server }: Extract<Action, { do: 'dnssec' }>): Promise<void> {
  if (server === undefined) return change(world, zone, { dnssec: state })
  world.zones.signAt(server, zone, state)
  await reload(world, zone)
}

function changedRecords(
  { zones }: World,
  { zone, name, address, state }: Extract<Action, { do: 'records' }>,
): Map<string, string | undefined> {
  const records = new Map(zones.standing(zone).records)
  for (const each of name) {
    if (state === 'good') records.delete(each)
    else records.set(each, address)
  }
  return records
}

function changedGlue({ zones }: World, { zone, server, state }: Extract<Action, { do: 'glue' }>): string[] {
  const all = nameServers.filter(each => each.zones.includes(zone)).map(({ id }) => id)
  const concerned = server === undefined ? all : [server]
  const others = zones.standing(zone).oldGlue.filter(id => !concerned.includes(id))
  return state === 'good' ? others : [...others, ...concerned]
}
