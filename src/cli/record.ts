import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip, createZstdCompress } from 'node:zlib'
import { defineCommand } from 'citty'
import { UserError } from '../base/user-error.ts'
import { type Flags, readConfig } from '../main/config.ts'
import { openRecord } from '../main/wire.ts'
import type { EvidenceLog } from '../store/store.ts'
import { settingFlags } from './flags.ts'

const exportRecord = defineCommand({
  meta: { name: 'export', description: 'Write the record as NDJSON, also while it is being written' },
  args: {
    out: { type: 'string', description: 'file to write (.gz and .zst are compressed); else standard output' },
    ...settingFlags('record'),
  },
  async run({ args }) {
    const { data } = readConfig(args as Flags, process.env)
    await using record = openRecord(data)
    await write(Readable.from(lines(record)), args.out)
  },
})

export const record = defineCommand({
  meta: { name: 'record', description: 'Take the record out of the store' },
  subCommands: { export: exportRecord },
})

async function* lines(record: Pick<EvidenceLog, 'after'>): AsyncGenerator<string> {
  let seq = 0
  while (true) {
    const records = await record.after(seq, 1_000)
    if (records.length === 0) return
    yield records.map(each => `${JSON.stringify(each)}\n`).join('')
    seq = records.at(-1)?.seq ?? seq
  }
}

async function write(text: Readable, out: string | undefined): Promise<void> {
  if (out === undefined) return pipeline(text, process.stdout as Writable, { end: false })
  const file = createWriteStream(out)
  try {
    if (out.endsWith('.gz')) await pipeline(text, createGzip(), file)
    else if (out.endsWith('.zst')) await pipeline(text, createZstdCompress(), file)
    else await pipeline(text, file)
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    throw new UserError('cannot-write', error.message, 'choose another file with --out')
  }
}
