import type { z } from 'zod'
import type { Timestamp } from './observation.ts'
import type { Target } from './service.ts'

/** One look that is due: one probe at one target, from the vantage point that plans it. */
export interface Assignment {
  readonly target: Target
  readonly due: z.infer<typeof Timestamp>
  readonly attempt: number
}
