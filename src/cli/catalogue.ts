import { defineCommand } from 'citty'
import { statementReaders } from '../listen/statements/index.ts'
import { catalogueFolders } from '../main/catalogue.ts'
import type { Catalogue } from '../model/service.ts'
import { probes } from '../observe/probes/index.ts'
import { loadCatalogue } from '../watch/catalogue.ts'
import { type CatalogueProblem, problemLine } from '../watch/catalogue-problem.ts'
import { processStreams } from './streams.ts'

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
    const { catalogue, problems } = await loadCatalogue(folders, probes, statementReaders)
    if (problems.length > 0) process.exitCode = 1
    const summary = summarise(catalogue)
    const { out } = processStreams
    out(args.json ? `${JSON.stringify({ problems, ...summary })}\n` : textOf(summary, problems))
  },
})

export const catalogue = defineCommand({
  meta: { name: 'catalogue', description: 'What is watched: the service files' },
  subCommands: { check },
})

type Summary = ReturnType<typeof summarise>

function textOf(summary: Summary, problems: readonly CatalogueProblem[]): string {
  const { services, components, targets, controls, looksPerMinute } = summary
  const lines = [
    ...problems.map(problemLine),
    `${services} services, ${components} components, ${targets} targets, ${controls} controls: ${looksPerMinute} looks a minute from each vantage point`,
    ...(problems.length > 0 ? [`mistakes: ${problems.length}; a file with one is left out`] : []),
  ]
  return lines.map(line => `${line}\n`).join('')
}

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
