import { z } from 'zod'
import { Timestamp } from './observation.ts'
import { ProblemKind } from './report.ts'
import { ComponentKey } from './service.ts'

const Share = z.number().min(0).max(1)

/** Where people are heard: what they report here, or what they post in public. */
export const VoiceSource = z.enum(['reports', 'posts'])
export type VoiceSource = z.infer<typeof VoiceSource>

/**
 * What people say of one service, from an instant on: its reports and posts against what is usual. It is
 * no status: people report their carrier when a service behind it is gone.
 */
export const Voice = z.object({
  kind: z.literal('voice'),
  /** Made from the evidence's place in the record, as a verdict's. */
  id: z.string(),
  service: z.string(),
  /** `unheard`: nobody has been listening, so that silence says nothing. */
  state: z.enum(['usual', 'raised', 'unheard']),
  since: Timestamp,
  decided: Timestamp,
  /** The probability that it is so, between 0 and 1. */
  confidence: Share,
  /** Everywhere, or from few places, lines or networks only. */
  scope: z.enum(['everywhere', 'few']),
  /** People a minute when it was decided, and as usual at that time of the week. */
  perMinute: z.number().nonnegative(),
  usual: z.number().nonnegative(),
  /** What most of them name, the most named first, each with its share of those who name any. */
  components: z.array(z.object({ component: ComponentKey, share: Share })),
  problems: z.array(z.object({ problem: ProblemKind, share: Share })),
  places: z.array(z.object({ place: z.string(), share: Share })),
  carriers: z.array(z.object({ carrier: z.string(), share: Share })),
  /** The service whose outage likely makes people say this, while this one is seen to work. */
  victimOf: z.string().optional(),
  /** Who says it. */
  sources: z.array(VoiceSource),
  /** Ids of the counts that decided it. */
  evidence: z.array(z.string()),
})
export type Voice = z.infer<typeof Voice>

/** What is usual of one service, as the judge learnt it: people a minute in each hour of the week, Monday 00:00 UTC first. */
export const Usual = z.object({
  service: z.string(),
  /** 168 of them; null where an hour has not been learnt yet. */
  perMinute: z.array(z.number().nonnegative().nullable()).length(168),
})
export type Usual = z.infer<typeof Usual>
