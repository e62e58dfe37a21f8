import { z } from 'zod'

/** What a person meets, in the words that people choose from. A closed list: free text would be personal, and unsafe to show. */
export const problemKinds = [
  'unreachable',
  'error',
  'slow',
  'login',
  'sending',
  'media',
  'payment',
  'other',
] as const
export const ProblemKind = z.enum(problemKinds)
export type ProblemKind = z.infer<typeof ProblemKind>

const Slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/)

/** One person's "I have a problem": what does not work, and, if they like, where they are and by whose line. */
export const Report = z.object({
  /** Ids of the catalogue: the service, and which of its components, none named being the whole. */
  service: Slug,
  components: z.array(Slug),
  problem: ProblemKind,
  /** One of the catalogue's places, and the service that carries the person's line, where they said so. */
  place: Slug.optional(),
  carrier: Slug.optional(),
})
export type Report = z.infer<typeof Report>

/**
 * Why a report is not counted: more than one network may bring by itself, more than one gateway may, no
 * proof of work where one was asked for; or it was refused at the door, from a network that sends too fast.
 */
export const HeldReason = z.enum(['network', 'gateway', 'unproved', 'refused'])
export type HeldReason = z.infer<typeof HeldReason>

/**
 * A report as it is kept for a short while: who sent it only as keyed hashes that change each day and
 * that nobody can turn back, not even who runs the observatory.
 */
export interface KeptReport extends Report {
  /** Milliseconds since 1970. */
  readonly at: number
  /** 64 bits of a keyed hash of the person, the service and the quarter hour: equal for the same person's again. */
  readonly person: bigint
  /** 32 bits of a keyed hash of the sender's network (/24, /48). */
  readonly network: number
  /** Which gateway passed it on, by its token's id; absent for what a person sent here. */
  readonly gateway?: string
  /** Whether proof of work came with it; absent where none was asked for. */
  readonly proved?: boolean
}
