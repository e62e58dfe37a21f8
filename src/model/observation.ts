import { z } from 'zod'
import { Failure } from './failure.ts'
import { Finding } from './finding.ts'
import { Layer } from './layer.ts'

/** Milliseconds since 1970-01-01T00:00:00Z. */
export const Timestamp = z.number().int().nonnegative()

/** One network operation within a look, timed by itself. */
export const Step = z.object({
  layer: Layer,
  /** What was done: `resolve`, `ask`, `connect`, `handshake`, `request`, `body`, … */
  op: z.string(),
  /** To whom: `1.1.1.1`, `a.ns.facebook.com 129.134.30.12`, `157.240.1.35:443`. */
  with: z.string().optional(),
  /** Milliseconds from the look's start to the operation's, and how long it took. */
  at: z.number().nonnegative(),
  ms: z.number().nonnegative(),
  failure: Failure.optional(),
  /** True for a step beside the path, such as a look at the last known good address. */
  aside: z.boolean().optional(),
})
export type Step = Omit<z.infer<typeof Step>, 'failure'> & { failure?: Failure | undefined }

export const NameServer = z.object({ host: z.string(), addresses: z.array(z.string()) })
export type NameServer = z.infer<typeof NameServer>

export const Certificate = z.object({
  /** SHA-256, hexadecimal without colons. */
  fingerprint: z.string(),
  /** Who issued it and to whom, by organisation where there is one, else by common name. */
  issuer: z.string(),
  subject: z.string(),
  names: z.array(z.string()),
  notAfter: Timestamp,
})
export type Certificate = z.infer<typeof Certificate>

/** The network that addresses belong to: the prefix that holds them, and who announces it. */
export const Network = z.object({ prefix: z.string(), as: z.number().int(), name: z.string().optional() })
export type Network = z.infer<typeof Network>

/** What the look stood on: from this the judge learns which services share fate. */
export const Seen = z.object({
  /** Addresses that the name led to. */
  addresses: z.array(z.string()).optional(),
  /** The zone that the name lies in and its name servers, by the parent's delegation. */
  zone: z.string().optional(),
  nameServers: z.array(NameServer).optional(),
  certificate: Certificate.optional(),
  /** Whether the zone is signed by keys that its parents vouch for (DNSSEC); absent where that was not seen. */
  dnssec: z.enum(['signed', 'unsigned']).optional(),
  /** The names that the name's aliases (CNAME) led through, in order. */
  aliases: z.array(z.string()).optional(),
  /** The networks of all these addresses, where the vantage point knows them. */
  networks: z.array(Network).optional(),
})
export type Seen = z.infer<typeof Seen>

/**
 * The immutable record of one look: one probe at one target from one vantage point.
 * A failure of the target is data here, never an exception.
 */
export const Observation = z.object({
  kind: z.literal('observation'),
  id: z.string(),
  /** When the look began. */
  at: Timestamp,
  vantagePoint: z.string(),
  probe: z.string(),
  /** The target's id, `<probe>:<what>`; the catalogue in force says what hangs on it. */
  target: z.string(),
  /** 0 for a scheduled look, n for the nth of the quick looks that confirm a change. */
  attempt: z.number().int().nonnegative(),
  ms: z.number().nonnegative(),
  /**
   * How many controls (targets of unrelated families) this vantage point saw of how many it looked at,
   * after the look if the look failed. Seen 0 of N: the vantage point is cut off, and this is no evidence.
   */
  controls: z.object({ seen: z.number().int(), asked: z.number().int() }),
  steps: z.array(Step),
  /** Empty where all was right. */
  findings: z.array(Finding),
  seen: Seen.optional(),
  /** The probe's own raw detail, so that newer code can read an old look again. */
  detail: z.unknown().optional(),
})
export type Observation = Omit<z.infer<typeof Observation>, 'steps'> & { steps: Step[] }
