import { type Action, componentsOf } from './scenario.ts'
import { features, sites, vantagePoints } from './world/plan.ts'
import type { Machine, World } from './world/world.ts'

/** Does one thing to the world. */
export async function act(world: World, action: Action): Promise<void> {
  switch (action.do) {
    case 'withdraw':
    case 'announce': {
      const prefixes = action.prefixes ?? sites.find(({ id }) => id === action.site)?.prefixes ?? []
      return world.routers.get(action.site)?.[action.do](prefixes)
    }
    case 'stop':
      return each(world, action.of, machine => machine.daemon()?.stop())
    case 'start':
      return each(world, action.of, machine => machine.start())
    case 'freeze':
      return each(world, action.of, machine => machine.freeze())
    case 'thaw':
      return each(world, action.of, machine => machine.thaw())
    case 'slow':
      return answerAs(world, action.of, { delay: action.delay })
    case 'answer':
      return answerAs(world, action.of, { status: action.status, body: action.body })
    case 'normal':
    case 'restore':
      return answerAs(world, action.of, {})
    case 'certificate':
      return world.frontEnds.get(action.of)?.certify(action.state)
    case 'lame':
    case 'unlame':
      return world.authorities.get(action.server)?.[action.do](action.zone)
    case 'delegation':
      return world.authorities.get('registry')?.delegate(action.zone, action.state)
    case 'resolver':
      return world.resolvers.get(action.of)?.start(action.state)
    case 'cut':
    case 'join':
      return plug(world, action.of, action.do === 'cut' ? 'down' : 'up')
    case 'block':
      return eachPlace(action.in, site => world.block(site, action.names, action.by))
    case 'unblock':
      return eachPlace(action.in, site => world.unblock(site))
    case 'loss':
      return lose(world, action.site, action.percent)
  }
}

async function each(
  world: World,
  names: readonly string[],
  work: (machine: Machine) => Promise<void> | undefined | void,
): Promise<void> {
  for (const name of names) {
    const machine = world.machines.get(name)
    if (machine !== undefined) await work(machine)
  }
}

function answerAs(world: World, names: readonly string[], mood: Parameters<World['answer']>[1]): void {
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
