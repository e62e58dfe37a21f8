import { defineCommand } from 'citty'
import { agent as run } from '../main/agent.ts'
import { type Flags, readConfig } from '../main/config.ts'
import { settingFlags } from './flags.ts'
import { processStreams } from './streams.ts'

export const agent = defineCommand({
  meta: { name: 'agent', description: 'Look from this machine for an observatory elsewhere' },
  args: settingFlags('agent'),
  run: ({ args }) => run(readConfig(args as Flags, process.env), processStreams),
})
