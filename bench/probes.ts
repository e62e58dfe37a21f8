import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Blackbox, haveBlackbox, startBlackbox } from './blackbox.ts'
import { median, print } from './measure.ts'
import { type Own, startOwn } from './own.ts'
import type { Result } from './result.ts'
import { startTargets, type Targets, trust } from './targets.ts'

/** Checks a second, seconds a turn, and turns of each side for each kind. */
const rate = 250
const seconds = 4
const turns = 5

interface Contest {
  readonly kind: string
  /** What we look at in one turn. */
  readonly probe: string
  readonly specs: readonly unknown[]
  /** What the peer does for one look of ours, so that both ask the same questions. */
  readonly modules: readonly string[]
  readonly target: string
  readonly goal: number
}

function contestsAt({ server, web, secure }: Targets): Contest[] {
  const each = (spec: (n: number) => unknown) => Array.from({ length: rate * seconds }, (_, n) => spec(n))
  const page = (kind: string, url: string, goal: number): Contest => {
    return { kind, probe: 'https', specs: each(() => url), modules: [kind], target: url, goal }
  }
  return [
    {
      kind: 'dns',
      probe: 'dns',
      specs: each(n => `w${n}.bench`),
      modules: ['resolver', 'authoritative'],
      target: server,
      goal: 0.1,
    },
    { kind: 'tcp', probe: 'tcp', specs: each(() => web), modules: ['tcp'], target: web, goal: 0.25 },
    page('http', `http://${web}/`, 0.5),
    page('https', `https://${secure}/`, 1),
  ]
}

/** CPU per stored check against blackbox_exporter, at the same targets, by turns in the same run. @param only one kind */
async function benchProbes(only?: string): Promise<Result[]> {
  if (!haveBlackbox) throw new Error('install prometheus-blackbox-exporter to compare with it')
  await using stack = new AsyncDisposableStack()
  const targets = stack.adopt(await startTargets(), started => started.stop())
  trust(readFileSync(targets.authority, 'utf8'))
  const folder = targets.place.folder
  const peer = stack.adopt(await startBlackbox(folder, targets.authority, 'w1.bench'), blackbox =>
    blackbox.stop(),
  )
  const own = stack.use(await startOwn(targets))
  const results: Result[] = []
  for (const contest of contestsAt(targets)) {
    if (only === undefined || contest.kind === only) results.push(await compare(contest, own, peer))
  }
  return results
}

async function compare(contest: Contest, own: Own, peer: Blackbox): Promise<Result> {
  const { kind, probe, specs, modules, target, goal } = contest
  const ours: number[] = []
  const theirs: number[] = []
  for (let turn = 0; turn <= turns; turn++) {
    const [we, they] = [
      await own.look(probe, specs, seconds),
      await peer.probe(modules, target, rate, seconds),
    ]
    // The first turn warms both up.
    if (turn === 0) continue
    ours.push(we)
    theirs.push(they)
  }
  const [we, they] = [median(ours), median(theirs)]
  const figures = `${we.toFixed(3)} ms against ${they.toFixed(3)} ms of CPU`
  const measured = `medians of ${turns} turns by each of ${rate * seconds} checks at ${rate} a second`
  const questions = `a look of ours asks ${modules.length} servers, and the peer is given as many probes (${modules.join(', ')})`
  return {
    what: `${kind}: CPU per stored check, times blackbox_exporter's`,
    measured: we / they,
    unit: '×',
    goal: { atMost: goal },
    note: `${figures}; ${measured}${modules.length === 1 ? '' : `; ${questions}`}`,
  }
}

const { values } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string' } } })
const results = await benchProbes(values.only)
if (values.json) process.stdout.write(JSON.stringify(results))
else print(results)
