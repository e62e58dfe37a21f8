import type { PostCounts, ReportCounts } from '../model/heard.ts'
import type { HeardStep } from './view.ts'

/** One step, and how many of them a day of what was heard has: milliseconds. */
export const heardStep = 600_000
export const heardSteps = 144
/** A step that has just begun is not shown yet: a rate of a few seconds is none. */
const tooYoung = 60_000

/** What people said in the last 24 hours, added up by steps as the counts come. */
export interface HeardSteps {
  add(counts: ReportCounts | PostCounts): void
  /** The steps of one service up to `now`, oldest first, those in which nobody listened among them. */
  of(service: string, now: number): HeardStep[]
}

/** What is held is bounded: a day of steps, and of a service only those in which it was spoken of. */
export function createHeardSteps(): HeardSteps {
  const listened = new Map<number, Map<string, number>>()
  const tallies = new Map<string, Map<number, Tally>>()
  let newest = Number.NEGATIVE_INFINITY
  return {
    add(counts) {
      const step = Math.floor(counts.from / heardStep)
      newest = Math.max(newest, step)
      if (step <= newest - heardSteps - 1) return
      const source = counts.kind === 'report_counts' ? 'reports' : counts.stream
      const sources = orMake(listened, step, () => new Map<string, number>())
      sources.set(source, (sources.get(source) ?? 0) + counts.to - counts.from)
      for (const [service, said] of Object.entries(counts.services)) {
        const tally = orMake(orMake(tallies, service, newSteps), step, newTally)
        tally.people += said.counted
        sum(tally.components, said.components)
        if (!('held' in said)) continue
        sum(tally.places, said.places)
        sum(tally.held, said.held)
      }
      forget(listened, newest - heardSteps)
      for (const steps of tallies.values()) forget(steps, newest - heardSteps)
    },
    of(service, now) {
      const last = Math.floor((now - tooYoung) / heardStep)
      const steps = tallies.get(service)
      return Array.from({ length: heardSteps }, (_, index) => {
        const step = last - heardSteps + 1 + index
        const from = step * heardStep
        const heardFor = Math.max(0, ...(listened.get(step)?.values() ?? []))
        const tally = steps?.get(step) ?? newTally()
        // Of less than half of its time a step says nothing.
        const known = heardFor * 2 >= Math.min(heardStep, now - from)
        return { from, perMinute: known ? (tally.people * 60_000) / heardFor : null, ...tally }
      })
    },
  }
}

interface Tally {
  people: number
  readonly components: Record<string, number>
  readonly places: Record<string, number>
  readonly held: HeardStep['held'] & Record<string, number>
}

function newTally(): Tally {
  return { people: 0, components: {}, places: {}, held: {} }
}

function newSteps(): Map<number, Tally> {
  return new Map()
}

function sum(into: Record<string, number>, counts: Readonly<Record<string, number | undefined>>): void {
  for (const [name, count] of Object.entries(counts)) into[name] = (into[name] ?? 0) + (count ?? 0)
}

function forget(steps: Map<number, unknown>, before: number): void {
  for (const step of steps.keys()) if (step < before) steps.delete(step)
}

function orMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
