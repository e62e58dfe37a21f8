import { z } from 'zod'

export const AddressFamily = z.union([z.literal(4), z.literal(6)])
export type AddressFamily = z.infer<typeof AddressFamily>

export const VantagePointId = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    'a vantage point id is lower-case letters, digits and hyphens, such as kolkata-1',
  )

/** A place that looks. */
export const VantagePoint = z.object({
  id: VantagePointId,
  /** Where it stands, for people: `Kolkata`. */
  place: z.string().optional(),
  /** ISO 3166-1 alpha-2. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  /** The network that it looks from, such as `AS9498 Airtel`. */
  network: z.string().optional(),
})
export type VantagePoint = z.infer<typeof VantagePoint>

/** How far a vantage point can be believed: `cut_off` sees no control, `silent` has not been heard. */
export const VantageState = z.enum(['sound', 'cut_off', 'silent'])
export type VantageState = z.infer<typeof VantageState>
