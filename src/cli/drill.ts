import { basename, resolve } from 'node:path'
import { defineCommand } from 'citty'
import { readScenario } from '../../drill/read-scenario.ts'
import { drill as run } from '../../drill/run.ts'
import { systemClock } from '../base/clock.ts'
import { stopSignal } from '../main/lifecycle.ts'

export const drill = defineCommand({
  meta: {
    name: 'drill',
    description: 'Act an outage on a small internet of our own and measure the conclusion',
  },
  args: {
    scenario: {
      type: 'positional',
      description: 'a file such as drill/scenarios/2021-10-04.yaml',
      required: true,
    },
    out: {
      type: 'string',
      description: 'folder for the record, the site and the result; default out/<scenario>',
      valueHint: 'folder',
    },
    keep: { type: 'boolean', description: 'keep the world after the end, until Ctrl-C' },
  },
  async run({ args }) {
    const scenario = await readScenario(args.scenario)
    const result = await run({
      scenario,
      out: resolve(args.out ?? `out/${basename(args.scenario, '.yaml')}`),
      keep: args.keep === true,
      clock: systemClock,
      signal: stopSignal(),
      say: line => void process.stdout.write(`${line}\n`),
    })
    if (!result?.pass) process.exitCode = 1
  },
})
