import { z } from 'zod'
import { Timestamp } from './observation.ts'
import { HeldReason, ProblemKind } from './report.ts'
import { Status } from './status.ts'

const Count = z.number().int().nonnegative()
const Counts = z.record(z.string(), Count)

/** What people reported of one service within a window. */
export const ServiceReports = z.object({
  /** Reports that came, those refused at the door among them. */
  taken: Count,
  /** People among them who count: each once a quarter hour, without what was held back. */
  counted: Count,
  /** What was held back, by why. */
  held: z.partialRecord(HeldReason, Count),
  /** Those counted by what they name; who names several components is counted for each. */
  components: Counts,
  problems: z.partialRecord(ProblemKind, Count),
  places: Counts,
  carriers: Counts,
  /** How many networks the counted came from, about, and the largest one's share of all taken in (0 to 1). */
  networks: Count,
  largestNetwork: z.number().min(0).max(1),
  /** Different people in the quarter hour that the window ends in, about. */
  reporters: Count,
})
export type ServiceReports = z.infer<typeof ServiceReports>

/**
 * Reports counted over [from, to), for every service that had any: one that is not there had none. That a
 * window was counted at all is news too: without it nobody listened, and silence says nothing.
 */
export const ReportCounts = z.object({
  kind: z.literal('report_counts'),
  id: z.string(),
  at: Timestamp,
  from: Timestamp,
  to: Timestamp,
  /** Up to which place of the report log it was counted, so that counting goes on there after a crash. */
  through: z.number().int().nonnegative(),
  /** The relative standard error of the estimates in it (networks, reporters). */
  error: z.number().min(0),
  services: z.record(z.string(), ServiceReports),
})
export type ReportCounts = z.infer<typeof ReportCounts>

/** Public posts of one service within a window that say that it does not work. */
export const ServicePosts = z.object({
  /** Different authors, each once a quarter hour. */
  counted: Count,
  /** By language (BCP 47) and by the component that they name. */
  languages: Counts,
  components: Counts,
})
export type ServicePosts = z.infer<typeof ServicePosts>

/** Public posts counted over [from, to), as heard on one stream; like `ReportCounts` also where there were none. */
export const PostCounts = z.object({
  kind: z.literal('post_counts'),
  id: z.string(),
  at: Timestamp,
  from: Timestamp,
  to: Timestamp,
  /** Which stream: `bluesky`, `mastodon:mastodon.social`. */
  stream: z.string(),
  services: z.record(z.string(), ServicePosts),
})
export type PostCounts = z.infer<typeof PostCounts>

/** Where an operator speaks: the kind of reader, and the address in the catalogue. */
export const StatementOrigin = z.object({ kind: z.string(), url: z.url() })
export type StatementOrigin = z.infer<typeof StatementOrigin>

/** The thread of what a source says of the whole, as a status page's headline: each one takes the place of the last. */
export const standingThread = 'standing'

/** An operator's official word, verbatim. It never decides anything; it is shown beside what is seen. */
export const Statement = z.object({
  kind: z.literal('statement'),
  id: z.string(),
  /** When it was published, by the source's own word; the record says when it was heard. */
  at: Timestamp,
  service: z.string(),
  source: StatementOrigin,
  /** Where people can read it. */
  url: z.url().optional(),
  /** BCP 47, where the source says it. */
  language: z.string().optional(),
  title: z.string(),
  /** As published, as plain text; empty where the title is all. */
  text: z.string(),
  /** The status that it claims for the service; absent where it only speaks. */
  claims: Status.optional(),
  /** Of statements on one event the name of the event at its source: a later one updates an earlier one. */
  thread: z.string().optional(),
  /** Its own name at its source, where it has one: the same again is the same statement, corrected. */
  ref: z.string().optional(),
})
export type Statement = z.infer<typeof Statement>

/** Whether an official source can be heard: a status page may fall together with its service. */
export const StatementSource = z.object({
  kind: z.literal('statement_source'),
  id: z.string(),
  at: Timestamp,
  service: z.string(),
  source: StatementOrigin,
  state: z.enum(['heard', 'lost']),
  /** Why it is lost, as a failure's or an answer's name: `connection_refused`, `status_503`, `malformed`. */
  because: z.string().optional(),
})
export type StatementSource = z.infer<typeof StatementSource>
