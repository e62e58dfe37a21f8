import { readFileSync } from 'node:fs'
import { type Blackbox, haveBlackbox, startBlackbox } from './blackbox.ts'
import { isMain, median, print } from './measure.ts'
import { type Own, startOwn } from './own.ts'
import type { Result } from './result.ts'
import { startTargets, type Targets, trust } from './targets.ts'

/** Checks a second, seconds a turn, and turns of each side for each kind. */
const rate = 250
const seconds = 4
const turns = 5

interface Contest {
  readonly kind: string
  /** What we look at in one turn, and what the peer is given. */
  readonly specs: readonly unknown[]
  readonly target: string
  readonly goal: number
  /** Questions in one of our looks for one of the peer's. */
  readonly questions: number
}

function contestsAt({ server, web, secure }: Targets): Contest[] {
  const each = (spec: (n: number) => unknown) => Array.from({ length: rate * seconds }, (_, n) => spec(n))
  return [
    { kind: 'dns', specs: each(n => `w${n}.bench`), target: server, goal: 0.1, questions: 2 },
    { kind: 'tcp', specs: each(() => web), target: web, goal: 0.25, questions: 1 },
    { kind: 'http', specs: each(() => `http://${web}/`), target: `http://${web}/`, goal: 0.5, questions: 1 },
    {
      kind: 'https',
      specs: each(() => `https://${secure}/`),
      target: `https://${secure}/`,
      goal: 1,
      questions: 1,
    },
  ]
}

/** CPU per stored check against blackbox_exporter, at the same targets, by turns in the same run. */
export async function benchProbes(): Promise<Result[]> {
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
  for (const contest of contestsAt(targets)) results.push(...(await compare(contest, own, peer)))
  return results
}

async function compare(contest: Contest, own: Own, peer: Blackbox): Promise<Result[]> {
  const { kind, specs, target, goal, questions } = contest
  const module = kind
  const ours: number[] = []
  const theirs: number[] = []
  for (let turn = 0; turn <= turns; turn++) {
    const [we, they] = [
      await own.look(kind === 'http' ? 'https' : kind, specs, seconds),
      await peer.probe(module, target, rate, seconds),
    ]
    // The first turn warms both up.
    if (turn === 0) continue
    ours.push(we)
    theirs.push(they)
  }
  const [we, they] = [median(ours), median(theirs)]
  const figures = `${we.toFixed(3)} ms against ${they.toFixed(3)} ms of CPU`
  const measured = `medians of ${turns} turns by each of ${rate * seconds} checks at ${rate} a second`
  const result = {
    what: `${kind}: CPU per stored check, times blackbox_exporter's`,
    measured: we / they,
    unit: '×',
    goal: { atMost: goal },
    note: `${figures}; ${measured}`,
  }
  if (questions === 1) return [result]
  return [
    {
      ...result,
      what: `${kind}: CPU per stored look of ${questions} questions, times blackbox_exporter's of one`,
    },
    {
      ...result,
      what: `${kind}: CPU per question, times blackbox_exporter's`,
      measured: we / questions / they,
      note: `the same, by ${questions} questions in each of our looks: one to a resolver, one to the authoritative server`,
    },
  ]
}

if (isMain(import.meta.url)) print(await benchProbes())
