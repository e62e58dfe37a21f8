import { z } from 'zod'
import { Cause } from './cause.ts'
import { Timestamp } from './observation.ts'
import { ComponentKey } from './service.ts'
import { Status } from './status.ts'

/** `suspected` is not told to the public; `retracted` was suspected and came to nothing. */
export const IncidentState = z.enum(['suspected', 'confirmed', 'recovering', 'resolved', 'retracted'])
export type IncidentState = z.infer<typeof IncidentState>

/** One spell of trouble of one component; `ended` is absent while it lasts. */
export const Spell = z.object({ began: Timestamp, ended: Timestamp.optional() })
export type Spell = z.infer<typeof Spell>

export const IncidentComponent = z.object({
  component: ComponentKey,
  role: z.enum(['app', 'feature']),
  /** The standing status, and the worst of the incident. */
  status: Status,
  worst: Status,
  /** The first begin and the last end; `spells` has each between them, for what flaps. */
  began: Timestamp,
  ended: Timestamp.optional(),
  spells: z.array(Spell).min(1),
  /** The cause at its worst, kept after the return. */
  cause: Cause.optional(),
  confidence: z.number(),
  /** True while its service's app is back and this feature is not. */
  lagging: z.boolean(),
})
export type IncidentComponent = z.infer<typeof IncidentComponent>

/** The kinds of things that services may have in common, the most particular first. */
export const fateKinds = ['certificate', 'ns', 'zone', 'prefix', 'operator', 'cdn', 'as', 'issuer'] as const
export type FateKind = (typeof fateKinds)[number]

/**
 * Something that services have in common: `ns:a.ns.facebook.com`, `zone:facebook.com`, `as:32934`,
 * `prefix:157.240.0.0/16`, `certificate:…` (SHA-256), `issuer:DigiCert Inc`, `cdn:Fastly`,
 * `operator:Amazon Route 53` (who runs the name servers).
 */
export const FateKey = z.templateLiteral([z.enum(fateKinds), ':', z.string().min(1)])
export type FateKey = z.infer<typeof FateKey>

/** Why services are in one incident: something that they share and that explains what befell each of them. */
export const Bond = z.object({ key: FateKey, services: z.array(z.string()).min(2) })
export type Bond = z.infer<typeof Bond>

/** The stages of a return, lowest first. */
export const Stage = z.enum(['routes', 'names', 'servers', 'app', 'features'])
export type Stage = z.infer<typeof Stage>

/** One line of an incident's timeline: a code and arguments, put into words by locales/. */
export const Development = z.object({
  at: Timestamp,
  code: z.enum([
    'suspected',
    'began',
    'confirmed',
    'joined',
    'cause_changed',
    // When people began to report it, and the operator's first word on it: each once for a service.
    'people_report',
    'official_word',
    'stage_reached',
    'component_returned',
    'relapsed',
    'recovering',
    'resolved',
    'retracted',
  ]),
  /** The component or service it speaks of, where it is one. */
  component: ComponentKey.optional(),
  service: z.string().optional(),
  stage: Stage.optional(),
  cause: Cause.optional(),
  status: Status.optional(),
  /** Ids of observations behind it. */
  evidence: z.array(z.string()),
})
export type Development = z.infer<typeof Development>

/** Verdicts that belong together. A fold of the record: nobody edits it. */
export const Incident = z.object({
  kind: z.literal('incident'),
  id: z.string(),
  /** Counts up with each change, so that a follower can drop what it has seen. */
  version: z.number().int().positive(),
  state: IncidentState,
  began: Timestamp,
  /** When the first verdict in it was decided, and when it was confirmed. */
  detected: Timestamp,
  confirmed: Timestamp.optional(),
  /** When the last component came back (absent while one has not) and when that had held long enough. */
  ended: Timestamp.optional(),
  resolved: Timestamp.optional(),
  updated: Timestamp,
  components: z.array(IncidentComponent),
  /** What its services were seen to share that explains their causes: the keys of `bonds`, in their order. */
  shared: z.array(FateKey),
  /** The same with the services that share each, the most particular first. */
  bonds: z.array(Bond).optional(),
  /** By service, when each stage of the return was reached. */
  stages: z.array(z.object({ service: z.string(), stage: Stage, at: Timestamp })),
  timeline: z.array(Development),
})
export type Incident = z.infer<typeof Incident>
