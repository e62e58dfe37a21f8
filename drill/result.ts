import { z } from 'zod'
import { FindingCode } from '../src/model/finding.ts'
import { Layer } from '../src/model/layer.ts'
import { Status } from '../src/model/status.ts'

const Seconds = z.number()

/** One claim of the scenario, and whether what Prahari concluded agrees. */
const Check = z.object({
  claim: z.string(),
  pass: z.boolean(),
  /** What was concluded, where that tells more. */
  concluded: z.string().optional(),
})
export type Check = z.infer<typeof Check>

/** What is true of a component beside what was concluded of it; all times are seconds since the drill's zero. */
const Compared = z.object({
  component: z.string(),
  true: z.object({ began: Seconds, ended: Seconds, layer: Layer, causes: z.array(FindingCode) }).optional(),
  concluded: z
    .object({
      incident: z.string(),
      began: Seconds,
      ended: Seconds.optional(),
      /** When it was first said to be in trouble for most. */
      told: Seconds.optional(),
      worst: Status,
      layer: Layer.optional(),
      causes: z.array(FindingCode),
      lagging: z.boolean(),
    })
    .optional(),
  /** Concluded less true. */
  difference: z.object({ began: Seconds, ended: Seconds.optional() }).optional(),
})
export type Compared = z.infer<typeof Compared>

/** `result.json`: what a drill came to. */
export const Result = z.object({
  scenario: z.string(),
  /** When the drill's clock stood at zero (ISO 8601, UTC). */
  zero: z.iso.datetime(),
  pass: z.boolean(),
  checks: z.array(Check),
  components: z.array(Compared),
  incidents: z.array(
    z.object({
      id: z.string(),
      state: z.string(),
      began: Seconds,
      detected: Seconds,
      confirmed: Seconds.optional(),
      ended: Seconds.optional(),
      resolved: Seconds.optional(),
      components: z.array(z.string()),
      shared: z.array(z.string()),
    }),
  ),
})
export type Result = z.infer<typeof Result>
