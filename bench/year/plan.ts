import { seededRandom } from '../../src/base/random.ts'
import { finding } from '../../src/model/finding.ts'
import { type Behaviour, fine, type SimService } from '../../test/evidence/world.ts'

/** What a simulated year is made of. All times are milliseconds. */
export interface YearOptions {
  readonly services: number
  readonly days: number
  /** Between two looks at a target from one vantage point. */
  readonly every: number
  /** The share of looks that are lost for no reason of the target's. */
  readonly loss: number
  readonly seed: number
  /** True outages of a service in a year, on the average. */
  readonly outages: number
}

export const vantagePoints = ['kolkata', 'frankfurt', 'saopaulo'] as const
export const start = Date.UTC(2026, 0, 1)
const day = 86_400_000
const hour = 3_600_000

/** One true outage of a service's app; `where` is absent where everybody has it. */
export interface Outage {
  readonly service: string
  readonly from: number
  readonly to: number
  readonly layer: (typeof layers)[number]
  readonly where?: string
}

const layers = ['dns', 'tcp', 'tls', 'http'] as const

/** Every tenth service shares its name servers with the one after it; the others stand alone. */
export function servicesOf({ services }: YearOptions): SimService[] {
  return Array.from({ length: services }, (_, n) => {
    const owner = n % 10 === 1 ? n - 1 : n
    return {
      id: `service-${n}`,
      components: ['app'],
      nameServers: [`198.51.${owner}.1`, `198.52.${owner}.1`],
      address: `203.${n >> 8}.${n & 255}.10`,
    }
  })
}

/** The outages of one service, apart from one another by hours; the same for the same seed. */
export function outagesOf(service: SimService, options: YearOptions): Outage[] {
  const number = Number(service.id.slice(service.id.indexOf('-') + 1))
  const random = seededRandom(options.seed * 7_919 + number)
  const expected = (options.outages * options.days) / 365
  const count = Math.floor(expected) + (random() < expected % 1 ? 1 : 0)
  const slot = (options.days * day) / Math.max(1, count)
  return Array.from({ length: count }, (_, n) => {
    // From ten minutes to six hours, short ones far more often than long ones.
    const lasts = Math.min(slot / 3, (hour / 6) * 36 ** random())
    const from = Math.round(start + n * slot + hour / 2 + random() * (slot - lasts - 2 * hour))
    const layer = layers[Math.floor(random() * layers.length)] ?? 'http'
    const alone = random() < 0.2 ? vantagePoints[Math.floor(random() * vantagePoints.length)] : undefined
    const outage = { service: service.id, from, to: Math.round(from + lasts), layer }
    return alone === undefined ? outage : { ...outage, where: alone }
  })
}

/** How targets answer while these outages come and go. */
export function behaviourOf(outages: readonly Outage[]): Behaviour {
  const byService = Map.groupBy(outages, ({ service }) => service)
  return (target, vantagePoint, at) => {
    const service = target.startsWith('dns:') ? target.slice(4, -5) : target.slice(6, target.indexOf('/'))
    const now = byService
      .get(service)
      ?.find(({ from, to, where }) => at >= from && at < to && (where ?? vantagePoint) === vantagePoint)
    return now === undefined ? fine : failing(now, target)
  }
}

function failing({ layer }: Outage, target: string): ReturnType<Behaviour> {
  if (target.startsWith('dns:'))
    return layer === 'dns'
      ? { findings: [finding('authoritative_unreachable', { answered: 0, asked: 2 })], ms: 1500 }
      : fine
  if (layer === 'dns') return { findings: [finding('resolver_servfail')], ms: 300 }
  if (layer === 'tcp') return { findings: [finding('connect_refused')], ms: 50 }
  if (layer === 'tls') return { findings: [finding('certificate_expired')], ms: 60 }
  return { findings: [finding('server_error', { status: 503 })], ms: 70 }
}
