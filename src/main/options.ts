import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { parseDuration } from '../base/duration.ts'
import { VantagePointId } from '../model/vantage-point.ts'

/** One setting: `--flag` on the command line, `env` in the environment (and `env_FILE` for a secret). */
export interface Setting<Value> {
  readonly flag: string
  readonly env: string
  /** As it would be written; absent where there is none. */
  readonly default?: string
  readonly help: string
  readonly hint?: string
  readonly secret?: true
  /** Which commands take it. */
  readonly of: readonly Role[]
  /** Reads the text; undefined for a setting that was not given and has no default. */
  readonly schema: z.ZodType<Value, string | undefined>
}

export type Role =
  | 'serve'
  | 'agent'
  | 'token'
  | 'record'
  | 'diagnose'
  | 'fate'
  | 'reports'
  | 'detect'
  | 'demo'

const list = z.string().transform(text =>
  text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== ''),
)
const duration = z.string().transform((text, issue) => {
  const ms = parseDuration(text)
  if (ms !== undefined && ms > 0) return ms
  issue.addIssue('a duration such as 500ms, 20s, 5m, 12h or 30d is needed')
  return z.NEVER
})
const count = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, `a whole number from ${least} to ${most} is needed`)
    .transform(Number)
    .pipe(z.number().min(least).max(most))
const truth = z.enum(['true', 'false'], 'true or false is needed').transform(text => text === 'true')
const url = z.url({ protocol: /^https?$/, error: 'an address with http:// or https:// is needed' })
const text = z.string().optional()
const prefixes = list.transform((parts, issue) =>
  parts.map(part => {
    const whole = ipaddr.IPv6.isValid(part) ? `${part}/128` : ipaddr.IPv4.isValid(part) ? `${part}/32` : part
    if (ipaddr.isValidCIDR(whole)) return ipaddr.parseCIDR(whole)
    issue.addIssue(`addresses or prefixes such as 192.0.2.1, 10.0.0.0/8 are needed, and "${part}" is none`)
    return z.NEVER
  }),
)

/** The one table of settings: config.ts, `--help` and the reference are made from it. */
export const settings = {
  data: {
    flag: 'data',
    env: 'PRAHARI_DATA',
    default: './prahari-data',
    hint: 'folder',
    help: 'where the record, the site and the tokens are kept',
    of: ['serve', 'agent', 'token', 'record', 'fate', 'reports'],
    schema: z.string().min(1),
  },
  host: {
    flag: 'host',
    env: 'PRAHARI_HOST',
    default: '127.0.0.1',
    hint: 'address',
    help: 'the address to listen on; 0.0.0.0 or :: for all',
    of: ['serve', 'demo'],
    schema: z.string().min(1),
  },
  port: {
    flag: 'port',
    env: 'PRAHARI_PORT',
    default: '8080',
    hint: 'number',
    help: 'the port to listen on; 0 takes a free one',
    of: ['serve', 'demo'],
    schema: count(0, 65_535),
  },
  catalogue: {
    flag: 'catalogue',
    env: 'PRAHARI_CATALOGUE',
    default: 'shipped',
    hint: 'folders',
    help: 'folders of services, comma-separated; `shipped` is the built-in one, a later folder replaces',
    of: ['serve', 'diagnose'],
    schema: list,
  },
  vantageId: {
    flag: 'vantage-id',
    env: 'PRAHARI_VANTAGE_ID',
    default: 'here',
    hint: 'id',
    help: 'how the place that this process looks from is named in the record',
    of: ['serve', 'agent'],
    schema: VantagePointId,
  },
  vantagePlace: {
    flag: 'vantage-place',
    env: 'PRAHARI_VANTAGE_PLACE',
    hint: 'text',
    help: 'where it stands, for people, such as Kolkata',
    of: ['serve', 'agent'],
    schema: text,
  },
  vantageCountry: {
    flag: 'vantage-country',
    env: 'PRAHARI_VANTAGE_COUNTRY',
    hint: 'code',
    help: 'its country (ISO 3166-1 alpha-2), such as IN',
    of: ['serve', 'agent'],
    schema: z
      .string()
      .regex(/^[A-Z]{2}$/, 'two capital letters such as IN are needed')
      .optional(),
  },
  vantageNetwork: {
    flag: 'vantage-network',
    env: 'PRAHARI_VANTAGE_NETWORK',
    hint: 'text',
    help: 'the network that it looks from, such as "AS9498 Airtel"',
    of: ['serve', 'agent'],
    schema: text,
  },
  resolvers: {
    flag: 'resolvers',
    env: 'PRAHARI_RESOLVERS',
    default: '',
    hint: 'addresses',
    help: 'recursive resolvers to ask, comma-separated (default: those of /etc/resolv.conf)',
    of: ['serve', 'agent', 'diagnose'],
    schema: list,
  },
  rootServers: {
    flag: 'root-servers',
    env: 'PRAHARI_ROOT_SERVERS',
    default: '',
    hint: 'addresses',
    help: 'where the walk down the delegations starts, comma-separated (default: the root servers)',
    of: ['serve', 'agent', 'diagnose'],
    schema: list,
  },
  trustAnchors: {
    flag: 'trust-anchors',
    env: 'PRAHARI_TRUST_ANCHORS',
    hint: 'file',
    help: 'where DNSSEC begins: a file of DS records (default: the keys of the root)',
    of: ['serve', 'agent', 'diagnose'],
    schema: text,
  },
  extraCa: {
    flag: 'extra-ca',
    env: 'PRAHARI_EXTRA_CA',
    hint: 'file',
    help: 'certificates (PEM) to trust beside the usual ones',
    of: ['serve', 'agent', 'diagnose'],
    schema: text,
  },
  prefixToAs: {
    flag: 'prefix-to-as',
    env: 'PRAHARI_PREFIX_TO_AS',
    hint: 'file',
    help: 'which network each prefix belongs to (pfx2as, ip2asn or CSV; .gz too); none is known unless given',
    of: ['serve', 'agent', 'diagnose'],
    schema: text,
  },
  observe: {
    flag: 'observe',
    env: 'PRAHARI_OBSERVE',
    default: 'true',
    hint: 'true|false',
    help: 'whether this process itself looks; false where agents alone do',
    of: ['serve'],
    schema: truth,
  },
  concurrency: {
    flag: 'concurrency',
    env: 'PRAHARI_CONCURRENCY',
    default: '64',
    hint: 'number',
    help: 'looks at the same time at most',
    of: ['serve', 'agent'],
    schema: count(1, 10_000),
  },
  routeFeed: {
    flag: 'route-feed',
    env: 'PRAHARI_ROUTE_FEED',
    hint: 'url',
    help: 'a feed of route changes in the format of RIS Live (ws:// or wss://); none unless given',
    of: ['serve'],
    schema: z.url({ protocol: /^wss?$/, error: 'an address with ws:// or wss:// is needed' }).optional(),
  },
  statements: {
    flag: 'statements',
    env: 'PRAHARI_STATEMENTS',
    default: 'true',
    hint: 'true|false',
    help: 'whether to read what operators say officially: status pages, feeds and accounts of the catalogue',
    of: ['serve'],
    schema: truth,
  },
  statementHosts: {
    flag: 'statement-hosts',
    env: 'PRAHARI_STATEMENT_HOSTS',
    default: '',
    hint: 'hosts',
    help: 'hosts with private addresses that statements may be read from, comma-separated, such as a campus’s own',
    of: ['serve'],
    schema: list,
  },
  xToken: {
    flag: 'x-token',
    env: 'PRAHARI_X_TOKEN',
    secret: true,
    hint: 'text',
    help: 'a bearer token of X’s API, to read official accounts there; none is read without one',
    of: ['serve'],
    schema: text,
  },
  postStreams: {
    flag: 'post-streams',
    env: 'PRAHARI_POST_STREAMS',
    default: '',
    hint: 'urls',
    help: 'streams of public posts to count, comma-separated (Jetstream, Mastodon); none unless given',
    of: ['serve'],
    schema: list,
  },
  postTokens: {
    flag: 'post-tokens',
    env: 'PRAHARI_POST_TOKENS',
    secret: true,
    hint: 'host=token',
    help: 'access tokens for streams of posts, as host=token',
    of: ['serve'],
    schema: text,
  },
  lookingGlass: {
    flag: 'looking-glass',
    env: 'PRAHARI_LOOKING_GLASS',
    default: 'https://stat.ripe.net',
    hint: 'url',
    help: 'where to ask how route collectors see an address (RIPEstat data API); `none` asks nobody',
    of: ['diagnose'],
    schema: z.union([z.literal('none').transform(() => undefined), url]),
  },
  publicUrl: {
    flag: 'public-url',
    env: 'PRAHARI_PUBLIC_URL',
    hint: 'url',
    help: 'the address by which the public knows this site, for feeds and links',
    of: ['serve'],
    schema: url.optional(),
  },
  languages: {
    flag: 'languages',
    env: 'PRAHARI_LANGUAGES',
    default: 'en,bn',
    hint: 'tags',
    help: 'languages of the site, comma-separated, the preferred one first',
    of: ['serve', 'diagnose', 'fate', 'reports', 'detect', 'demo'],
    schema: list.pipe(z.array(z.string()).min(1)),
  },
  tick: {
    flag: 'tick',
    env: 'PRAHARI_TICK',
    default: '5s',
    hint: 'duration',
    help: 'how long the record is silent before a tick is written',
    of: ['serve'],
    schema: duration,
  },
  retention: {
    flag: 'retention',
    env: 'PRAHARI_RETENTION',
    default: '30d',
    hint: 'duration',
    help: 'how long raw evidence is kept; what a verdict cites, and hourly counts, stay',
    of: ['serve'],
    schema: duration,
  },
  reportRetention: {
    flag: 'report-retention',
    env: 'PRAHARI_REPORT_RETENTION',
    default: '48h',
    hint: 'duration',
    help: 'how long single reports are kept; their counts are evidence and stay with it',
    of: ['serve'],
    schema: duration,
  },
  trustedProxies: {
    flag: 'trusted-proxies',
    env: 'PRAHARI_TRUSTED_PROXIES',
    default: '127.0.0.0/8,::1',
    hint: 'addresses',
    help: 'proxies, by address or prefix, that are believed whom they pass on a report for (X-Forwarded-For)',
    of: ['serve'],
    schema: prefixes,
  },
  vantageTokens: {
    flag: 'vantage-tokens',
    env: 'PRAHARI_VANTAGE_TOKENS',
    secret: true,
    hint: 'json',
    help: 'hashes of the tokens of vantage points and gateways (default: vantage-points.json in the data folder)',
    of: ['serve'],
    schema: text,
  },
  observatory: {
    flag: 'observatory',
    env: 'PRAHARI_OBSERVATORY',
    hint: 'url',
    help: 'the observatory to look for',
    of: ['agent'],
    schema: url.optional(),
  },
  token: {
    flag: 'token',
    env: 'PRAHARI_TOKEN',
    secret: true,
    hint: 'text',
    help: 'the token of this vantage point, made by `prahari token <vantage-id>`',
    of: ['agent'],
    schema: text,
  },
} as const satisfies Record<string, Setting<unknown>>

export type SettingName = keyof typeof settings
/** Every setting with its value. A setting that a command does not take has its default. */
export type Config = { readonly [Name in SettingName]: z.output<(typeof settings)[Name]['schema']> }

/** The settings of a command, for its flags and its help. Secrets have no flag: other users can read those. */
export function settingsOf(role: Role): Setting<unknown>[] {
  return Object.values<Setting<unknown>>(settings).filter(setting => setting.of.includes(role))
}
