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

async function plug(world: World, name: string, state: 'up' | 'down'): Promise<void> {
  for (const { id } of vantagePoints.filter(point => name === 'all' || point.id === name)) {
    for (const { device } of world.wiring.links.get(id) ?? []) {
      await world.at(id, 'ip', ['link', 'set', device, state])
    }
  }
}

async function lose(world: World, site: string, percent: number): Promise<void> {
  for (const { device } of world.wiring.links.get(site) ?? []) {
    const what = ['qdisc', 'replace', 'dev', device, 'root', 'netem', 'loss', `${percent}%`]
    await world.at(site, 'tc', what)
  }
}
