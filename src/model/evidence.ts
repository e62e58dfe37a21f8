import { z } from 'zod'
import { PostCounts, ReportCounts, Statement, StatementSource } from './heard.ts'
import { Observation, Timestamp } from './observation.ts'
import { Catalogue } from './service.ts'
import { VantagePoint } from './vantage-point.ts'

/** A vantage point makes itself known, at its start and whenever something about it changes. */
export const VantagePointSeen = z.object({
  kind: z.literal('vantage_point'),
  id: z.string(),
  at: Timestamp,
  vantagePoint: VantagePoint,
})
export type VantagePointSeen = z.infer<typeof VantagePointSeen>

/** The catalogue in force from here on. It is evidence, so that a record can be replayed by itself. */
export const CatalogueInForce = z.object({
  kind: z.literal('catalogue'),
  id: z.string(),
  at: Timestamp,
  catalogue: Catalogue,
})
export type CatalogueInForce = z.infer<typeof CatalogueInForce>

/** One router's change of mind about one prefix, as a route collector passed it on. */
export const RouteUpdate = z.object({
  kind: z.literal('route'),
  id: z.string(),
  at: Timestamp,
  collector: z.string(),
  /** The router that said it: its address. */
  peer: z.string(),
  peerAs: z.number().int().nonnegative(),
  prefix: z.string(),
  /** The AS path, the origin last; absent for a withdrawal. */
  path: z.array(z.number().int().nonnegative()).optional(),
})
export type RouteUpdate = z.infer<typeof RouteUpdate>

/** A route feed's own health: what a silent feed says of a prefix is unknown, not calm. */
export const RouteFeed = z.object({
  kind: z.literal('route_feed'),
  id: z.string(),
  at: Timestamp,
  collector: z.string(),
  state: z.enum(['connected', 'lost']),
  /** How many changes could not be kept since the last word on the feed: what is held of it has holes. */
  dropped: z.number().int().positive().optional(),
})
export type RouteFeed = z.infer<typeof RouteFeed>

/** A collector has lost one of its routers, or has it again. */
export const RoutePeer = z.object({
  kind: z.literal('route_peer'),
  id: z.string(),
  at: Timestamp,
  collector: z.string(),
  peer: z.string(),
  state: z.enum(['up', 'down']),
})
export type RoutePeer = z.infer<typeof RoutePeer>

/** Time passes for the judge by ticks (and by whatever else arrives). */
export const Tick = z.object({ kind: z.literal('tick'), id: z.string(), at: Timestamp })
export type Tick = z.infer<typeof Tick>

/** What is appended to the record: facts, never conclusions. */
export const Evidence = z.discriminatedUnion('kind', [
  Observation,
  VantagePointSeen,
  CatalogueInForce,
  RouteUpdate,
  RouteFeed,
  RoutePeer,
  ReportCounts,
  PostCounts,
  Statement,
  StatementSource,
  Tick,
])
export type Evidence =
  | Observation
  | VantagePointSeen
  | CatalogueInForce
  | RouteUpdate
  | RouteFeed
  | RoutePeer
  | ReportCounts
  | PostCounts
  | Statement
  | StatementSource
  | Tick

/** The format's version, raised when a reader of the old one would misread the new one. */
export const recordVersion = 1

/** An evidence as the record holds it: its place in the order, and when the observatory received it. */
export const Recorded = z.object({
  v: z.literal(recordVersion),
  seq: z.number().int().positive(),
  received: Timestamp,
  evidence: Evidence,
})
export type Recorded = Omit<z.infer<typeof Recorded>, 'evidence'> & { evidence: Evidence }
