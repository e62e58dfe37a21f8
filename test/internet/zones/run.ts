import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compareAll, type Row } from './compare.ts'
import { labObstacle, startLab } from './lab.ts'
import { totalsOf, zonesPage } from './page.ts'

/** `npm run zones`: looks at every zone of the lab with every tool and writes docs/zones.md. */
const obstacle = await labObstacle()
if (obstacle === undefined) await writePage()
else {
  process.stderr.write(`${obstacle}\n`)
  process.exitCode = 1
}

async function writePage(): Promise<void> {
  const rows = await lookAtAll()
  const page = join(import.meta.dirname, '../../../docs/zones.md')
  await writeFile(
    page,
    zonesPage(rows, {
      kdig: versionOf('kdig', ['-V']),
      'BIND and delv': versionOf('named', ['-v']),
      Unbound: versionOf('unbound', ['-V']),
    }),
  )
  process.stdout.write(`${JSON.stringify(totalsOf(rows), null, 2)}\n`)
  process.exitCode = totalsOf(rows).unexplained === 0 ? 0 : 1
}

async function lookAtAll(): Promise<Row[]> {
  const lab = await startLab()
  try {
    return await compareAll(lab)
  } finally {
    await lab.stop()
  }
}

/** The first number with dots in what a tool says of itself. */
function versionOf(command: string, args: readonly string[]): string {
  return /\d+\.\d+(\.\d+)?/.exec(execFileSync(command, args, { encoding: 'utf8' }))?.[0] ?? ''
}
