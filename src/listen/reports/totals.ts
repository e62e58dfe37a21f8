import type { ReportCounts, ServiceReports } from '../../model/heard.ts'

/** What people reported of one service over a longer time. */
export interface ServiceTotals {
  readonly service: string
  taken: number
  counted: number
  readonly held: Record<string, number>
  readonly components: Record<string, number>
  readonly problems: Record<string, number>
  readonly places: Record<string, number>
  readonly carriers: Record<string, number>
  /** Most networks that those counted within one window came from, about. */
  networks: number
  /** The share of each window's largest network in all that came (0 to 1). */
  largestNetwork: number
  /** Most different people within one quarter hour, about. */
  reporters: number
}

export interface Totals {
  /** Milliseconds since 1970 from the first window to the last, and how much of that somebody listened. */
  readonly from: number
  readonly to: number
  readonly listened: number
  /** The relative standard error of what is said to be about so much. */
  readonly error: number
  /** Those of which most came first. */
  readonly services: ServiceTotals[]
}

/** Adds windows up. */
export function totalsOf(windows: readonly ReportCounts[]): Totals {
  const services = new Map<string, ServiceTotals>()
  for (const window of windows) {
    for (const [service, counts] of Object.entries(window.services)) {
      const total = services.get(service) ?? emptyTotals(service)
      services.set(service, total)
      add(total, counts)
    }
  }
  for (const total of services.values()) if (total.taken > 0) total.largestNetwork /= total.taken
  return {
    from: windows[0]?.from ?? 0,
    to: windows.at(-1)?.to ?? 0,
    listened: windows.reduce((sum, { from, to }) => sum + to - from, 0),
    error: Math.max(0, ...windows.map(({ error }) => error)),
    services: [...services.values()].sort((a, b) => b.taken - a.taken || (a.service < b.service ? -1 : 1)),
  }
}

function emptyTotals(service: string): ServiceTotals {
  return {
    service,
    taken: 0,
    counted: 0,
    held: {},
    components: {},
    problems: {},
    places: {},
    carriers: {},
    networks: 0,
    largestNetwork: 0,
    reporters: 0,
  }
}

function add(total: ServiceTotals, counts: ServiceReports): void {
  total.taken += counts.taken
  total.counted += counts.counted
  for (const by of ['held', 'components', 'problems', 'places', 'carriers'] as const) {
    for (const [name, count] of Object.entries(counts[by]))
      total[by][name] = (Object.hasOwn(total[by], name) ? (total[by][name] ?? 0) : 0) + count
  }
  total.networks = Math.max(total.networks, counts.networks)
  total.largestNetwork += counts.largestNetwork * counts.taken
  total.reporters = Math.max(total.reporters, counts.reporters)
}
