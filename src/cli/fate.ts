import { defineCommand } from 'citty'
import { UserError } from '../base/user-error.ts'
import { type Flags, readConfig } from '../main/config.ts'
import { loadLanguages } from '../main/languages.ts'
import { createJudge, openRecord } from '../main/wire.ts'
import type { Fate } from '../model/fate.ts'
import { fateText } from './fate-text.ts'
import { settingFlags } from './flags.ts'
import { readRecordFile } from './record-file.ts'

export const fate = defineCommand({
  meta: {
    name: 'fate',
    description: 'What services were seen to stand on, what they share, and what they would be lost with',
  },
  args: {
    services: {
      type: 'positional',
      description: 'ids of services; all of them if left out',
      valueHint: '…',
      required: false,
    },
    record: {
      type: 'string',
      description: 'judge this record file instead of the data folder',
      valueHint: 'file',
    },
    json: { type: 'boolean', description: 'one JSON object a line for each service instead of text' },
    ...settingFlags('fate'),
  },
  async run({ args }) {
    const { services: _, record, json, _: named, ...flags } = args
    const config = readConfig(flags as Flags, process.env)
    const fates = await (record === undefined ? fatesKept(config.data) : fatesOfFile(record))
    const wanted = named.length === 0 ? fates : named.map(id => find(id, fates))
    const [words] = await loadLanguages(config.languages)
    if (json || words === undefined)
      for (const each of wanted) process.stdout.write(`${JSON.stringify(each)}\n`)
    else process.stdout.write(fateText(wanted, words))
  },
})

/** What the judge beside the record last kept. */
async function fatesKept(folder: string): Promise<Fate[]> {
  await using record = openRecord(folder)
  const kept = await record.snapshot()
  if (kept === undefined) {
    const todo = 'wait half a minute after the start of `prahari serve`, or name a record file with --record'
    throw new UserError('nothing-judged', `nothing has been judged in ${folder} yet`, todo)
  }
  return createJudge(kept.state).fates()
}

async function fatesOfFile(path: string): Promise<Fate[]> {
  const judge = createJudge()
  for await (const record of readRecordFile(path)) judge.apply(record)
  return judge.fates()
}

function find(id: string, fates: readonly Fate[]): Fate {
  const found = fates.find(({ service }) => service === id)
  if (found !== undefined) return found
  const known = fates.map(({ service }) => service)
  throw new UserError('unknown-service', `no service "${id}" is watched`, `known are: ${known.join(', ')}`)
}
