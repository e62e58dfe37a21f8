import { defineCommand } from 'citty'
import { systemClock } from '../base/clock.ts'
import { UserError } from '../base/user-error.ts'
import { totalsOf } from '../listen/reports/totals.ts'
import { type Flags, readConfig } from '../main/config.ts'
import { loadLanguages } from '../main/languages.ts'
import { openRecord } from '../main/wire.ts'
import type { ReportCounts } from '../model/heard.ts'
import { settingFlags } from './flags.ts'
import { reportsText } from './reports-text.ts'

export const reports = defineCommand({
  meta: {
    name: 'reports',
    description: 'What people reported, what of it was counted, and what was held back and why',
  },
  args: {
    hours: { type: 'string', description: 'how far back; default 24', valueHint: 'number', default: '24' },
    json: { type: 'boolean', description: 'one JSON object a line for each service instead of text' },
    ...settingFlags('reports'),
  },
  async run({ args }) {
    const { hours, json, _, ...flags } = args
    const config = readConfig(flags as Flags, process.env)
    const { services, ...over } = totalsOf(await heard(config.data, hoursFrom(hours)))
    const [words] = await loadLanguages(config.languages)
    if (json || words === undefined)
      for (const each of services) process.stdout.write(`${JSON.stringify({ ...over, ...each })}\n`)
    else process.stdout.write(reportsText({ ...over, services }, words))
  },
})

function hoursFrom(text: string): number {
  const hours = Number(text)
  if (Number.isFinite(hours) && hours > 0) return hours
  throw new UserError('bad-hours', `--hours: "${text}": a number above zero is needed`, 'such as --hours 6')
}

async function heard(folder: string, hours: number): Promise<ReportCounts[]> {
  await using record = openRecord(folder)
  const records = await record.heardSince('report_counts', systemClock.now() - hours * 3_600_000)
  return records.flatMap(({ evidence }) => (evidence.kind === 'report_counts' ? [evidence] : []))
}
