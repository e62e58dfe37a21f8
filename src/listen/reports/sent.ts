import { z } from 'zod'
import { ProblemKind } from '../../model/report.ts'

/** A report as it is sent. What it names is looked up in the catalogue later, so any short text will do here. */
const id = z.string().min(1).max(63)
const opaque = z.string().min(1).max(200)

const whatAndWhere = {
  service: id.describe('id of a service of the catalogue'),
  components: z
    .array(id)
    .max(20)
    .optional()
    .describe('ids of those of its components that fail; none is the whole'),
  problem: ProblemKind.optional().describe('what happens; other where it is not said'),
  place: id.optional().describe('id of a place of the catalogue: where the person is'),
  carrier: id.optional().describe('id of the service that carries the person’s line'),
}

/** One report of many that somebody passes on. */
export const PassedOn = z.strictObject({
  ...whatAndWhere,
  reporter: opaque
    .optional()
    .describe('who reported, by any name that is the same for the same person; kept only as a keyed hash'),
  network: opaque
    .optional()
    .describe('of a gateway: the network that the person came from, by any name; kept only as a keyed hash'),
  at: z
    .number()
    .int()
    .nonnegative()
    .max(8.64e15)
    .optional()
    .describe('of a gateway: when it was reported, milliseconds since 1970, up to 15 minutes ago'),
})
export type PassedOn = z.infer<typeof PassedOn>

/** What a sender may add to one report of their own. */
export const proofText = z.string().min(1).max(4000)

export const OneReport = PassedOn.extend({
  proof: proofText.optional().describe('the solution of a challenge, as base64 of ALTCHA’s JSON'),
})
export type OneReport = z.infer<typeof OneReport>

/** Reports a batch at most. */
export const mostReports = 1000

/** A batch by its frame: each report in it is read by itself, so that one that is wrong stops no other. */
export const Batch = z.strictObject({ reports: z.array(z.unknown()).min(1).max(mostReports) })

/** The body of `POST /api/v1/reports`, for the reference. */
export const ReportRequest = z.union([
  OneReport,
  z.strictObject({ reports: z.array(PassedOn).min(1).max(mostReports) }),
])
