import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Action } from './action.ts'
import { act } from './actions.ts'
import { cleanUp, demandWorld } from './preflight.ts'
import { resolvers, rootServer } from './world/plan.ts'
import { startWorld, type World } from './world/world.ts'

/** One thing that is wrong in the world, what is asked about it, and how it is put right again. */
interface Case {
  readonly title: string
  readonly asked: string
  /** Where from; a looking glass is in reach of the observatory alone. */
  readonly from?: 'kolkata'
  readonly breaking: readonly Action[]
  readonly mending: readonly Action[]
}

const at = 0
const cases: readonly Case[] = [
  { title: 'A name that is well', asked: 'www.facebook.com', breaking: [], mending: [] },
  {
    title: 'SERVFAIL: its name servers have forgotten it',
    asked: 'x.com',
    breaking: [
      { at, do: 'lame', server: 'a.ns.x.com', zone: 'x.com' },
      { at, do: 'lame', server: 'b.ns.x.com', zone: 'x.com' },
    ],
    mending: [
      { at, do: 'unlame', server: 'a.ns.x.com', zone: 'x.com' },
      { at, do: 'unlame', server: 'b.ns.x.com', zone: 'x.com' },
    ],
  },
  {
    title: 'SERVFAIL: its signatures have expired',
    asked: 'slack.com',
    breaking: [{ at, do: 'dnssec', zone: 'slack.com', state: 'expired' }],
    mending: [{ at, do: 'dnssec', zone: 'slack.com', state: 'good' }],
  },
  {
    title: 'A withdrawn prefix',
    asked: 'x.com',
    breaking: [{ at, do: 'withdraw', site: 'x-network' }],
    mending: [{ at, do: 'announce', site: 'x-network' }],
  },
  {
    title: 'An expired certificate',
    asked: 'x.com',
    breaking: [{ at, do: 'certificate', of: 'x', state: 'expired' }],
    mending: [{ at, do: 'certificate', of: 'x', state: 'good' }],
  },
  {
    title: 'A server that answers 503',
    asked: 'https://x.com/',
    breaking: [{ at, do: 'answer', of: ['x'], status: 503 }],
    mending: [{ at, do: 'restore', of: ['x'] }],
  },
  {
    title: 'A blocked name',
    asked: 'x.com',
    from: 'kolkata',
    breaking: [{ at, do: 'block', in: ['kolkata'], names: ['x.com'], by: 'bogon' }],
    mending: [{ at, do: 'unblock', in: ['kolkata'] }],
  },
]

/** Milliseconds: longer than any record of the world may be cached, and for the resolvers to find the way again. */
const cachesRunOutMs = 8_000
const mendedMs = 12_000

/**
 * Builds the drill's world, breaks one thing after another in it, and writes what `prahari diagnose` prints
 * of each to a page of the documentation. Run it as root: `node drill/diagnoses.ts`.
 */
async function writeDiagnoses(file: string): Promise<void> {
  demandWorld()
  await cleanUp()
  const world = await startWorld()
  try {
    const sections: string[] = []
    for (const each of cases) {
      for (const action of each.breaking) await act(world, action)
      if (each.breaking.length > 0) await sleep(cachesRunOutMs)
      const text = await diagnose(world, each)
      process.stdout.write(`${each.title}\n\n${text}\n`)
      sections.push(section(each, text))
      for (const action of each.mending) await act(world, action)
      if (each.mending.length > 0) await sleep(mendedMs)
    }
    await writeFile(file, page(sections))
  } finally {
    await world.stop()
  }
}

/** Whatever the verdict, its exit status is no failure of ours. */
async function diagnose(world: World, { asked, from }: Case): Promise<string> {
  const glass = from === undefined ? new URL('/', world.routeFeed.replace(/^ws/, 'http')).href : 'none'
  const settings = [
    ['--catalogue', join(import.meta.dirname, 'catalogue')],
    ['--resolvers', Object.keys(resolvers).join(',')],
    ['--root-servers', rootServer],
    ['--trust-anchors', world.trustAnchors],
    ['--extra-ca', world.caFile],
    ['--looking-glass', glass],
  ].flat()
  const program = join(import.meta.dirname, '../src/cli/prahari.ts')
  const words = [process.execPath, program, 'diagnose', asked, ...settings].map(word => `'${word}'`).join(' ')
  return world.at(from ?? 'observatory', 'sh', ['-c', `${words} || test $? -lt 4`])
}

function section({ title, asked }: Case, text: string): string {
  return `## ${title}\n\n\`\`\`console\n$ ./bin/prahari diagnose ${asked}\n${text.trimEnd()}\n\`\`\`\n`
}

function page(sections: readonly string[]): string {
  return `# What \`prahari diagnose\` says

Written by \`node drill/diagnoses.ts\` from the drill's own internet, one thing broken at a time.

${sections.join('\n')}`
}

function sleep(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}

await writeDiagnoses(join(import.meta.dirname, '../docs/diagnose.md'))
