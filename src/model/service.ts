import { z } from 'zod'

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens')

/** A text in several languages by BCP 47 tag. English is always there and is the fallback. */
export const Names = z
  .record(z.string(), z.string().min(1))
  .refine(names => 'en' in names, 'an English name (en) is needed')
export type Names = z.infer<typeof Names>

/** The concrete thing looked at, by one probe. Its id is `<probe>:<what>`, so that equal targets are looked at once. */
export const Target = z.object({
  id: z.string(),
  probe: z.string(),
  /** The probe's own parameters, parsed by the probe's schema when the catalogue was loaded. */
  spec: z.unknown(),
  /** Milliseconds between scheduled looks from one vantage point, and for one look at most. */
  every: z.number().int().positive(),
  timeout: z.number().int().positive(),
  /** The same while it last failed, where its end should be seen sooner than its rounds would show it. */
  whileFailing: z.number().int().positive().optional(),
})
export type Target = z.infer<typeof Target>

/** A part that a person would name and that can fail alone: website, app, login, messages, calls, photos. */
export const Component = z.object({
  id: slug,
  names: Names,
  /** `app` is the thing itself; a `feature` may lag behind it when it returns. */
  role: z.enum(['app', 'feature']),
  /** `any`: one target that works is enough (a pool of equal servers). */
  needs: z.enum(['all', 'any']),
  /** Targets that a user of the component meets. */
  targets: z.array(z.string()).min(1),
  /** Targets that those stand on: the names' delegations. They explain, and warn before caches run out. */
  foundations: z.array(z.string()),
  /** Components of others that it cannot do without: an embedded login, a payment. Where they fail it is their victim. */
  leansOn: z.array(z.templateLiteral([z.string(), '/', z.string()])).optional(),
  /** Whoever cannot reach another name asks this all the more: a resolver. It may be the victim of anybody's outage. */
  floodedByRetries: z.literal(true).optional(),
})
export type Component = z.infer<typeof Component>

/** Where the operator speaks officially. */
export const OfficialSource = z.object({
  /** Which reader (src/listen/statements/index.ts). */
  kind: z.string(),
  /** Where people can read it. */
  url: z.url(),
  /** The reader's own keys, parsed by its schema when the catalogue was loaded; absent where it has none. */
  spec: z.record(z.string(), z.unknown()).optional(),
  /** What people should know of it, such as that it speaks of something else too. */
  note: Names.optional(),
})
export type OfficialSource = z.infer<typeof OfficialSource>

/** What the public knows by name, and who runs it. */
export const Service = z.object({
  id: slug,
  names: Names,
  /** What people call it beside its names: nicknames, other spellings, in any language. */
  alsoCalled: z.array(z.string().min(1)).optional(),
  operator: z.string(),
  /** The operator's time zone (IANA), shown beside the reader's. */
  timeZone: z.string(),
  homepage: z.url(),
  category: slug,
  official: z.array(OfficialSource),
  components: z.array(Component).min(1),
})
export type Service = z.infer<typeof Service>

/** Whether people's own lines run by it: a report may name it as the sender's carrier. */
export function isCarrier({ category }: Pick<Service, 'category'>): boolean {
  return category === 'telecom'
}

/** A place that people may say they are at: a city, a state, a building of a campus. */
export const Place = z.object({ id: slug, names: Names })
export type Place = z.infer<typeof Place>

/** Every service in force and every target that hangs on one. */
export const Catalogue = z.object({
  services: z.array(Service),
  targets: z.array(Target),
  /** Ids of targets of unrelated families, never watched ones, by which a vantage point checks itself. */
  controls: z.array(z.string()),
  /** Where people may say they are, in the order in which they are offered. */
  places: z.array(Place).optional(),
})
export type Catalogue = z.infer<typeof Catalogue>

/** `facebook/website`: how records name a component. */
export type ComponentKey = `${string}/${string}`
export const ComponentKey = z.templateLiteral([z.string(), '/', z.string()])

export function componentKey(service: Pick<Service, 'id'>, component: Pick<Component, 'id'>): ComponentKey {
  return `${service.id}/${component.id}`
}
