import { z } from 'zod'
import { standingThread } from '../../../model/heard.ts'
import { Status, worse } from '../../../model/status.ts'
import { momentOf } from '../moment.ts'
import { plainText } from '../plain-text.ts'
import { Address, type Draft, defineStatementReader, jsonOf, malformed } from '../reader.ts'
import { type Component, type Incident, Incidents, Summary } from './shape.ts'

const entry = z.strictObject({
  url: Address,
  components: z.array(z.string().min(1)).min(1).optional(),
})
type Entry = z.infer<typeof entry>

const ofIndicator: Readonly<Record<string, Status>> = {
  none: 'operational',
  minor: 'degraded_performance',
  major: 'partial_outage',
  critical: 'major_outage',
  maintenance: 'under_maintenance',
}

/**
 * A page that answers by Statuspage's API v2 (Atlassian's own, and others' that speak it). What it claims is its
 * indicator, or the worst of the components named; what is announced and over is told by its incidents.
 */
export const statuspage = defineStatementReader<Entry>({
  kind: 'statuspage',
  summary:
    'a status page with Statuspage’s API v2; `components` (names or ids) where only some of it is the service',
  entry,
  next({ url }, answers) {
    if (answers.length === 0) return { url: api(url, 'summary.json'), form: 'json' }
    // Incidents that are over are not in the summary. The page's own time tells whether anything has changed.
    const summary = answers.length === 1 ? jsonOf(Summary, answers[0]) : undefined
    return summary && { url: api(url, 'incidents.json'), form: 'json', mark: markOf(summary) }
  },
  read(entry, answers) {
    const summary = jsonOf(Summary, answers[0])
    const past = jsonOf(Incidents, answers[1])
    if (summary === undefined || past === undefined) return malformed
    const chosen = chosenOf(entry, summary)
    if (chosen === undefined) return { because: 'component_missing' }
    const incidents = [...summary.incidents, ...summary.scheduled_maintenances, ...past.incidents]
    return {
      drafts: [
        standing(entry, summary, chosen),
        ...incidents.filter(each => concerns(each, entry, chosen)).flatMap(updates),
      ],
    }
  },
})

function api(url: string, file: string): string {
  return new URL(`api/v2/${file}`, url.endsWith('/') ? url : `${url}/`).href
}

function markOf({ page, incidents }: Summary): string {
  return [page.updated_at, ...incidents.map(({ id }) => id)].join(' ')
}

/** The components named; all where none is; undefined where one named is not on the page. */
function chosenOf({ components }: Entry, summary: Summary): Component[] | undefined {
  if (components === undefined) return summary.components
  const found = components.map(named =>
    summary.components.find(({ id, name }) => id === named || name.toLowerCase() === named.toLowerCase()),
  )
  return found.every(each => each !== undefined) ? found : undefined
}

function concerns({ components }: Incident, entry: Entry, chosen: readonly Component[]): boolean {
  if (entry.components === undefined || !components || components.length === 0) return true
  return components.some(({ id }) => chosen.some(each => each.id === id))
}

/** What the page says of the whole, in its own words; of some components, each by its name and word. */
function standing(entry: Entry, { page, status }: Summary, chosen: readonly Component[]): Draft {
  const common = { ref: standingThread, thread: standingThread, text: '', url: entry.url }
  if (entry.components === undefined) {
    const at = momentOf(page.updated_at)
    const claims = ofIndicator[status.indicator]
    return { ...common, title: plainText(status.description), ...(at && { at }), ...(claims && { claims }) }
  }
  const at = Math.max(0, ...chosen.map(({ updated_at }) => momentOf(updated_at) ?? 0))
  const words = chosen.map(each => Status.safeParse(each.status).data)
  const known = words.flatMap(word => word ?? [])
  const title = chosen.map(({ name, status }) => `${name}: ${status.replaceAll('_', ' ')}`).join(', ')
  return {
    ...common,
    title,
    ...(at > 0 && { at }),
    ...(known.length === words.length && { claims: known.reduce(worse) }),
  }
}

function updates({ id, name, shortlink, incident_updates }: Incident): Draft[] {
  return incident_updates.map(update => {
    const at = momentOf(update.display_at ?? update.created_at)
    return {
      ref: `${id}/${update.id}`,
      thread: id,
      title: plainText(name),
      text: plainText(update.body ?? ''),
      ...(at !== undefined && { at }),
      ...(shortlink && { url: shortlink }),
    }
  })
}
