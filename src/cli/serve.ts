import { defineCommand } from 'citty'
import { type Flags, readConfig } from '../main/config.ts'
import { serve as run } from '../main/serve.ts'
import { settingFlags } from './flags.ts'
import { processStreams } from './streams.ts'

export const serve = defineCommand({
  meta: { name: 'serve', description: 'Run the observatory: watch, judge, and serve the site' },
  args: settingFlags('serve'),
  run: ({ args }) => run(readConfig(args as Flags, process.env), processStreams),
})
