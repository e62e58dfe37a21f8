import { defineCommand } from 'citty'
import { catalogueFolders } from '../main/catalogue.ts'
import type { Catalogue } from '../model/service.ts'
import { probes } from '../observe/probes/index.ts'
import { loadCatalogue } from '../watch/catalogue.ts'
import { problemLine } from '../watch/catalogue-problem.ts'

const minute = 60_000

const check = defineCommand({
  meta: { name: 'check', description: 'Read the service files and tell every mistake with its line' },
  args: {
    folders: {
      type: 'positional',
      description: 'folders to read, `shipped` for the built-in one',
      required: false,
      valueHint: '…',
    },
    json: { type: 'boolean', description: 'one JSON object instead of text for people' },
  },
  async run({ args }) {
    const folders = catalogueFolders(args._.length > 0 ? args._ : ['shipped'])
    const { catalogue, problems } = await loadCatalogue(folders, probes)
    if (problems.length > 0) process.exitCode = 1
    const summary = summarise(catalogue)
    if (args.json) {
      process.stdout.write(`${JSON.stringify({ problems, ...summary })}\n`)
      return
    }
    for (const problem of problems) process.stdout.write(`${problemLine(problem)}\n`)
    const { services, components, targets, controls, looksPerMinute } = summary
    process.stdout.write(
      `${services} services, ${components} components, ${targets} targets, ${controls} controls: `,
    )
    process.stdout.write(`${looksPerMinute} looks a minute from each vantage point\n`)
    if (problems.length > 0)
      process.stdout.write(`${problems.length} mistakes; a service with one is left out\n`)
  },
})

export const catalogue = defineCommand({
  meta: { name: 'catalogue', description: 'What is watched: the service files' },
  subCommands: { check },
})

function summarise({ services, targets, controls }: Catalogue) {
  return {
    services: services.length,
    components: services.flatMap(({ components }) => components).length,
    targets: targets.length - controls.length,
    controls: controls.length,
    looksPerMinute: Math.round(
      targets.filter(({ id }) => !controls.includes(id)).reduce((sum, { every }) => sum + minute / every, 0),
    ),
  }
}
