import { cp, mkdir, readdir, realpath, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../src/base/clock.ts'
import type { Judgement } from '../src/model/judgement.ts'
import type { Action } from './action.ts'
import { act } from './actions.ts'
import { compare } from './compare.ts'
import { Conclusion, told } from './conclusion.ts'
import { Follower } from './follow.ts'
import { type Prahari, startPrahari } from './observatory.ts'
import { ownWordsOf } from './own-words.ts'
import { cleanUp, demandWorld } from './preflight.ts'
import type { Result } from './result.ts'
import { type Scenario, schedule } from './scenario.ts'
import { tableOf } from './table.ts'
import { components } from './world/plan.ts'
import { startWorld, type World } from './world/world.ts'

export interface DrillOptions {
  readonly scenario: Scenario
  /** Where record.ndjson, result.json and site/ are written. */
  readonly out: string
  /** Keeps the world after the end until `signal` is aborted. */
  readonly keep: boolean
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly say: (line: string) => void
}

/** Milliseconds for every component to be seen working before the drill's clock starts. */
const settleWithinMs = 90_000

/**
 * Builds the world, lets Prahari watch it, acts the scenario and holds what was concluded against the truth.
 * The world is gone when it returns, whatever happened.
 * @returns undefined where it was stopped before its end
 * @throws UserError `drill-impossible`
 */
export async function drill(options: DrillOptions): Promise<Result | undefined> {
  const { out, clock, signal, say } = options
  demandWorld()
  const left = await cleanUp()
  if (left > 0) say(`removed what ${left} killed drill${left === 1 ? '' : 's'} had left`)
  await mkdir(out, { recursive: true })
  const begun = clock.monotonic()
  const world = await startWorld()
  try {
    say(`the internet stands after ${((clock.monotonic() - begun) / 1000).toFixed(1)} s`)
    const prahari = await startPrahari(world)
    const result = await watch(options, world, prahari)
    if (result === undefined) return undefined
    await writeFile(join(out, 'result.json'), `${JSON.stringify(result, null, 2)}\n`)
    // `current` is a link into a folder that goes with the world.
    await cp(await realpath(join(prahari.data, 'site/current')), join(out, 'site'), { recursive: true })
    say(`\n${tableOf(result)}`)
    say(`record, site and result are in ${out}`)
    if (options.keep && !signal.aborted) {
      say(`the world is kept: ip netns exec ${world.wiring.namespace('kolkata')} sh; Ctrl-C ends it`)
      while (!signal.aborted) await clock.sleep(3_600_000, signal)
    }
    return result
  } catch (error) {
    // What the servers said tells why, and is gone with the world.
    await keepLogs(world, out)
    throw error
  } finally {
    await world.stop()
  }
}

async function watch(options: DrillOptions, world: World, prahari: Prahari): Promise<Result | undefined> {
  const { scenario, clock, signal, say, keep, out } = options
  await using follower = new Follower(prahari.data, join(out, 'record.ndjson'))
  const conclusion = new Conclusion()
  const heard: Judgement[] = []
  let zero = Number.NaN
  const listen = async () => {
    for (const { at, judgement } of await follower.news()) {
      const lines = told(judgement, conclusion.incident(judgement.id))
      conclusion.hear(judgement)
      heard.push(judgement)
      if (!Number.isNaN(zero)) for (const line of lines) say(`${stamp(at - zero)}    ${line}`)
    }
  }
  const listenUntil = async (due: number, enough = () => false) => {
    while (!signal.aborted && clock.now() < due && !enough()) {
      await clock.sleep(Math.min(250, due - clock.now()), signal)
      await prahari.check()
      await listen()
    }
  }
  await listenUntil(clock.now() + settleWithinMs, () => notWorking(conclusion) === '')
  if (signal.aborted) return undefined
  if (notWorking(conclusion) !== '') throw new Error(`not seen working: ${notWorking(conclusion)}`)
  zero = clock.now()
  say(`all ${components.length} components are seen working; ${scenario.name} begins`)
  for (const action of schedule(scenario)) {
    await listenUntil(zero + action.at)
    if (signal.aborted) return undefined
    say(`${stamp(clock.now() - zero)}  ${described(action)}`)
    await act(world, action)
  }
  await listenUntil(zero + scenario.duration)
  if (signal.aborted) return undefined
  if (!keep) await prahari.stop()
  await listen()
  const result = compare(scenario, conclusion, zero)
  if (keep || !wasRevived(scenario)) return result
  const own = await ownWordsOf(prahari.data, heard)
  return { ...result, pass: result.pass && own.pass, checks: [...result.checks, own] }
}

/** Whether the observatory was killed and, as the last that befell it, brought back. */
function wasRevived(scenario: Scenario): boolean {
  const last = schedule(scenario).findLast(
    action =>
      (action.do === 'kill' || action.do === 'revive') &&
      action.of.some(name => name === 'observatory' || name === 'all'),
  )
  return last?.do === 'revive'
}

function notWorking(conclusion: Conclusion): string {
  const standing = (component: string) => conclusion.of(component).at(-1)?.status
  return components.filter(component => standing(component) !== 'operational').join(', ')
}

function described({ do: verb, at: _, ...rest }: Action): string {
  const words = Object.values(rest).map(value => (Array.isArray(value) ? value.join(', ') : String(value)))
  return `${verb} ${words.join(' ')}`
}

function stamp(ms: number): string {
  return `${(ms / 1000).toFixed(1).padStart(6)} s`
}

async function keepLogs(world: World, out: string): Promise<void> {
  const logs = (await readdir(world.folder)).filter(name => name.endsWith('.log'))
  await mkdir(join(out, 'logs'), { recursive: true })
  for (const name of logs) await cp(join(world.folder, name), join(out, 'logs', name))
}
