import { defineCommand } from 'citty'
import { UserError } from '../base/user-error.ts'
import { createJudge } from '../main/wire.ts'
import type { Cause } from '../model/cause.ts'
import type { Judgement } from '../model/judgement.ts'
import { readRecordFile } from './record-file.ts'

export const replay = defineCommand({
  meta: { name: 'replay', description: 'Judge a record file again: the same record gives the same verdicts' },
  args: {
    record: { type: 'positional', description: 'NDJSON, plain or packed (.gz, .zst)', required: true },
    json: { type: 'boolean', description: 'one JSON object a line instead of text for people' },
    until: {
      type: 'string',
      description: 'stop before what was received at this time (ISO 8601)',
      valueHint: 'time',
    },
  },
  async run({ args }) {
    const until = args.until === undefined ? Number.POSITIVE_INFINITY : parseTime(args.until)
    const judge = createJudge()
    for await (const record of readRecordFile(args.record)) {
      if (record.received >= until) break
      for (const judgement of judge.apply(record)) {
        process.stdout.write(`${args.json ? JSON.stringify(judgement) : line(record.received, judgement)}\n`)
      }
    }
  },
})

function parseTime(text: string): number {
  const time = Date.parse(text)
  if (!Number.isNaN(time)) return time
  throw new UserError('bad-time', `--until: "${text}" is no time`, 'write it as 2021-10-04T15:40:00Z')
}

function line(received: number, judgement: Judgement): string {
  return `${new Date(received).toISOString()}  ${said(judgement)}`
}

function said(judgement: Judgement): string {
  switch (judgement.kind) {
    case 'vantage':
      return `vantage point ${judgement.vantagePoint}: ${judgement.state}`
    case 'verdict': {
      const { component, status, scope, since, failing, fine, cause } = judgement
      const seen = `${failing.length} failing, ${fine.length} fine`
      const why = cause === undefined ? '' : `, ${chain(cause)}`
      return `${component}: ${status} (${scope}) since ${new Date(since).toISOString()}, ${seen}${why}`
    }
    case 'voice': {
      const { service, state, perMinute, usual } = judgement
      return `people of ${service}: ${state}, ${perMinute.toFixed(1)} a minute, usually ${usual.toFixed(1)}`
    }
    case 'incident': {
      const { id, version, state, components } = judgement
      return `incident ${id} (${version}): ${state}, ${components.map(({ component }) => component).join(' ')}`
    }
  }
}

function chain({ layer, chain: findings }: Cause): string {
  return `by ${layer}: ${findings.map(({ code }) => code).join(' → ')}`
}
