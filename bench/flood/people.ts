import { createHash } from 'node:crypto'
import type { Random } from '../../src/base/random.ts'
import type { KeptReport, ProblemKind } from '../../src/model/report.ts'

/** Somebody with a problem: what they say, and where their line comes from. */
export interface Person {
  readonly service: string
  readonly components: readonly string[]
  readonly problem: ProblemKind
  readonly place?: string
  readonly carrier?: string
  /** IPv4 as four numbers, and which of many browsers. */
  readonly address: readonly [number, number, number, number]
  readonly browser: number
}

/** Something and how often it is so, relative to the others. */
type Weighted<Item> = readonly (readonly [Item, number])[]

/**
 * What people named on the night, as the press told of Downdetector's kinds: of Facebook 72 % the website, of
 * Instagram half the app, of WhatsApp 43 % the app and 28 % each connection and sending.
 */
const says: Readonly<Record<string, { components: Weighted<string[]>; problems: Weighted<ProblemKind> }>> = {
  facebook: {
    components: [
      [['website'], 62],
      [['app'], 20],
      [['login'], 10],
      [['website', 'app'], 6],
      [[], 12],
    ],
    problems: [
      ['unreachable', 70],
      ['error', 14],
      ['login', 10],
      ['slow', 4],
      ['media', 2],
    ],
  },
  instagram: {
    components: [
      [['app'], 51],
      [['feed'], 24],
      [['photos'], 10],
      [['login'], 5],
      [[], 10],
    ],
    problems: [
      ['unreachable', 42],
      ['error', 30],
      ['media', 14],
      ['slow', 8],
      ['login', 6],
    ],
  },
  whatsapp: {
    components: [
      [['messages'], 56],
      [['calls'], 9],
      [['media'], 12],
      [['web'], 8],
      [['messages', 'media'], 5],
      [[], 10],
    ],
    problems: [
      ['unreachable', 43],
      ['sending', 38],
      ['error', 8],
      ['media', 7],
      ['slow', 4],
    ],
  },
  messenger: {
    components: [
      [['messages'], 70],
      [['app'], 15],
      [['login'], 5],
      [[], 10],
    ],
    problems: [
      ['sending', 50],
      ['unreachable', 38],
      ['login', 7],
      ['slow', 5],
    ],
  },
  // Who cannot load an app takes their line for broken.
  jio: {
    components: [
      [['mobile-data'], 85],
      [[], 15],
    ],
    problems: [
      ['unreachable', 60],
      ['slow', 35],
      ['other', 5],
    ],
  },
  grameenphone: {
    components: [
      [['mobile-data'], 85],
      [[], 15],
    ],
    problems: [
      ['unreachable', 55],
      ['slow', 40],
      ['other', 5],
    ],
  },
}

const places: Weighted<string | undefined> = [
  [undefined, 35],
  ['mumbai', 12],
  ['delhi', 12],
  ['dhaka', 11],
  ['kolkata', 8],
  ['bengaluru', 6],
  ['chennai', 4],
  ['hyderabad', 4],
  ['chattogram', 3],
  ['pune', 2],
  ['sylhet', 1],
  ['patna', 2],
]

/**
 * Carriers, how much of all comes by them, and behind how many networks (/24) they put their customers. The
 * `home` lines are spread over some three hundred thousand.
 */
const lines: readonly { carrier: string | undefined; weight: number; first: number; networks: number }[] = [
  { carrier: 'jio', weight: 30, first: 0x31_20_00, networks: 256 },
  { carrier: 'airtel', weight: 14, first: 0x6a_c0_00, networks: 160 },
  { carrier: 'grameenphone', weight: 10, first: 0x25_6f_c0, networks: 64 },
  { carrier: 'robi', weight: 6, first: 0x67_0f_00, networks: 64 },
  { carrier: undefined, weight: 40, first: 0x70_00_00, networks: 300_000 },
]

export const placeIds = places.flatMap(([place]) => (place === undefined ? [] : [place]))
export const carrierIds = lines.flatMap(({ carrier }) => (carrier === undefined ? [] : [carrier]))
export const componentIds = (service: string): string[] => [
  ...new Set((says[service]?.components ?? []).flatMap(([components]) => components)),
]
export const floodedIds = Object.keys(says)

/** Browsers that can be told apart, of one address. */
const browsers = 2_000

/** A crowd from which people are drawn one by one. */
export function people(random: Random): (service: string) => Person {
  const drawn = new Map(
    Object.entries(says).map(([service, { components, problems }]) => [
      service,
      { components: drawer(components, random), problem: drawer(problems, random) },
    ]),
  )
  const drawPlace = drawer(places, random)
  const drawLine = drawer(
    lines.map(line => [line, line.weight] as const),
    random,
  )
  return service => {
    const of = drawn.get(service)
    if (of === undefined) throw new Error(`nobody speaks of ${service}`)
    const line = drawLine()
    const place = drawPlace()
    // Of a carrier's networks some have many times the customers of others: log-uniform. Homes are even.
    const nth = line.carrier === undefined ? line.networks * random() : line.networks ** random() - 1
    const network = line.first + Math.floor(nth)
    const carrier = random() < 0.5 ? line.carrier : undefined
    return {
      service,
      components: of.components(),
      problem: of.problem(),
      ...(place === undefined ? {} : { place }),
      ...(carrier === undefined ? {} : { carrier }),
      address: [network >> 16, (network >> 8) & 255, network & 255, 1 + Math.floor(254 * random())],
      browser: Math.floor(browsers * random()),
    }
  }
}

/** The same as the log keeps them, for counting without an intake. */
export function crowd(random: Random): (service: string, at: number) => KeptReport {
  const draw = people(random)
  return (service, at) => {
    const { address, browser, ...report } = draw(service)
    const [a, b, c, d] = address
    const hash = createHash('md5').update(`${a}.${b}.${c}.${d} ${browser} ${service} ${at}`).digest()
    const network = createHash('md5').update(`${a}.${b}.${c}`).digest()
    return {
      ...report,
      components: [...report.components],
      at,
      person: hash.readBigUint64LE(),
      network: network.readUint32LE(),
    }
  }
}

/** Draws items as often as they weigh. */
function drawer<Item>(weighted: Weighted<Item>, random: Random): () => Item {
  const [first] = weighted
  if (first === undefined) throw new Error('there is nothing to draw from')
  const whole = weighted.reduce((sum, [, weight]) => sum + weight, 0)
  return () => {
    let left = random() * whole
    for (const [item, weight] of weighted) {
      left -= weight
      if (left < 0) return item
    }
    return first[0]
  }
}
