import { z } from 'zod'
import { Finding, FindingArgs } from './finding.ts'
import { Layer } from './layer.ts'
import { ComponentKey } from './service.ts'

/** `n` of `of`: from how many it was seen. */
export const Count = z.object({ n: z.number().int(), of: z.number().int() })
export type Count = z.infer<typeof Count>

/**
 * Why another explanation is out, or that it is not:
 * `seen_working` (that layer was passed), `controls_fine` (the vantage points see others),
 * `routes_visible`, `hidden_behind` (what fails lower down lets nobody see it), `not_looked_at` (nothing
 * speaks for or against it).
 */
export const Alternative = z.object({
  layer: z.union([Layer, z.literal('vantage')]),
  verdict: z.enum(['ruled_out', 'open']),
  reason: z.enum([
    'seen_working',
    'controls_fine',
    'routes_visible',
    'last_known_good_answers',
    'last_known_good_silent',
    'hidden_behind',
    'not_looked_at',
  ]),
  args: FindingArgs,
  /** Ids of looks that say so. */
  evidence: z.array(z.string()),
})
export type Alternative = z.infer<typeof Alternative>

/** The lowest failing layer and how it leads to what people meet. */
export const Cause = z.object({
  layer: Layer,
  /** From the root to what people meet: `routes_withdrawn` → `authoritative_unreachable` → `resolver_servfail`. Never empty. */
  chain: z.array(Finding).min(1),
  /** From how many sound vantage points the failure is seen. */
  vantagePoints: Count,
  alternatives: z.array(Alternative),
  /** The probability, between 0 and 1, that the layer is the right one by the evidence at hand. */
  confidence: z.number().min(0).max(1),
  /** Ids of the looks that show it, the telling ones first. */
  evidence: z.array(z.string()),
  /** The component whose trouble this one is likely a consequence of. */
  victimOf: ComponentKey.optional(),
})
export type Cause = z.infer<typeof Cause>
