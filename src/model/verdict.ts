import { z } from 'zod'
import { Cause } from './cause.ts'
import { Timestamp } from './observation.ts'
import { ComponentKey } from './service.ts'
import { Status } from './status.ts'
import { VantageState } from './vantage-point.ts'
import { VoiceSource } from './voice.ts'

/**
 * Where it is seen. `regional`: from a sound minority only; shown, never hidden, and no incident.
 * `blocked`: it works, and in some country looks as if somebody kept people from it. `nowhere` goes with
 * `operational`, `unseen` with `unknown`.
 */
export const Scope = z.enum(['everywhere', 'regional', 'blocked', 'nowhere', 'unseen'])
export type Scope = z.infer<typeof Scope>

/** A second kind of evidence beside the looks: people report it. */
export const Support = z.object({ by: z.array(VoiceSource).min(1), since: Timestamp })
export type Support = z.infer<typeof Support>

/** What Prahari holds of one component from an instant on. */
export const Verdict = z.object({
  kind: z.literal('verdict'),
  /** Made from the evidence's place in the record, so that the same record gives the same id. */
  id: z.string(),
  component: ComponentKey,
  status: Status,
  /** When it began, by the looks that show it; `decided` is when there was enough of them. */
  since: Timestamp,
  decided: Timestamp,
  scope: Scope,
  /** Ids of the sound vantage points by what they see. */
  failing: z.array(z.string()),
  fine: z.array(z.string()),
  unsure: z.array(z.string()),
  /** The probability, between 0 and 1, that the status is right by the evidence at hand. */
  confidence: z.number().min(0).max(1),
  /** Why it fails; of what is `unknown`, why nothing can be said; of what works, what is amiss all the same. */
  cause: Cause.optional(),
  /** That people said so too when it was decided, where they did: who heard them, and since when. */
  supported: Support.optional(),
  /** Ids of the observations that decided it. */
  evidence: z.array(z.string()),
})
export type Verdict = z.infer<typeof Verdict>

/** How far a vantage point can be believed, from an instant on. */
export const VantageVerdict = z.object({
  kind: z.literal('vantage'),
  id: z.string(),
  vantagePoint: z.string(),
  state: VantageState,
  since: Timestamp,
})
export type VantageVerdict = z.infer<typeof VantageVerdict>
