import { z } from 'zod'
import { parseDuration } from '../base/duration.ts'
import { Names, type OfficialSource } from '../model/service.ts'
import type { StatementKind } from '../model/statement-kind.ts'
import type { TargetKind } from '../model/target-kind.ts'

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens are needed')

/** `60s`, `2m`, `500ms` → milliseconds. */
const Duration = z.union([z.string(), z.number()]).transform((text, context) => {
  const ms = parseDuration(String(text))
  if (ms !== undefined && ms > 0) return ms
  context.addIssue({ code: 'custom', message: 'a duration such as 60s, 2m or 500ms is needed' })
  return z.NEVER
})

const TimeZone = z
  .string()
  .refine(isTimeZone, 'a time zone of the IANA database such as Asia/Kolkata is needed')

const usualEvery = '60s'
const usualTimeout = '10s'

/** How each kind of official source is written. */
export type SourceKinds = readonly StatementKind<{ readonly url: string }>[]

/** The schemas of the three kinds of file in a catalogue folder, for the probes and the official sources that there are. */
export function fileSchemas(kinds: readonly TargetKind<unknown>[], sources: SourceKinds) {
  const Look = lookSchema(kinds)
  const Component = z.strictObject({
    name: Names,
    role: z.enum(['app', 'feature']).optional(),
    needs: z.enum(['all', 'any']).default('all'),
    look: z.array(Look).min(1, 'at least one look is needed'),
    leans_on: z
      .array(z.string().regex(/^[a-z0-9][a-z0-9-]*\/[a-z0-9][a-z0-9-]*$/, 'service/component is needed'))
      .default([]),
    flooded_by_retries: z.boolean().default(false),
  })
  const ServiceFile = z.strictObject({
    service: slug,
    name: Names,
    also_called: z.array(z.string().min(1)).default([]),
    operator: z.string().min(1),
    category: slug,
    timezone: TimeZone,
    homepage: z.url(),
    every: Duration.default(() => Duration.parse(usualEvery)),
    timeout: Duration.default(() => Duration.parse(usualTimeout)),
    official: z.array(officialSchema(sources)).default([]),
    components: z
      .record(slug, Component)
      .refine(components => Object.keys(components).length > 0, 'at least one component is needed'),
  })
  const ControlsFile = z.strictObject({
    every: Duration.default(() => Duration.parse(usualEvery)),
    timeout: Duration.default(() => Duration.parse(usualTimeout)),
    controls: z.array(Look).min(1, 'at least one control is needed'),
  })
  const PlacesFile = z.strictObject({
    places: z
      .record(slug, Names)
      .refine(places => Object.keys(places).length > 0, 'at least one place is needed'),
  })
  return { ServiceFile, ControlsFile, PlacesFile }
}

export type ServiceFile = z.output<ReturnType<typeof fileSchemas>['ServiceFile']>
export type ControlsFile = z.output<ReturnType<typeof fileSchemas>['ControlsFile']>

export type PlacesFile = z.output<ReturnType<typeof fileSchemas>['PlacesFile']>

/** One item under `look:`: which probe, at what, and how often where that differs. */
export interface Look {
  readonly probe: string
  readonly spec: unknown
  readonly every?: number | undefined
  readonly timeout?: number | undefined
}

function lookSchema(kinds: readonly TargetKind<unknown>[]) {
  const names = kinds.map(({ kind }) => kind)
  const byProbe = Object.fromEntries(kinds.map(({ kind, target }) => [kind, target.optional()]))
  return z
    .strictObject({ ...byProbe, every: Duration.optional(), timeout: Duration.optional() })
    .transform((item: Record<string, unknown>, context): Look => {
      const given = names.filter(name => item[name] !== undefined)
      const probe = given[0]
      if (probe === undefined || given.length > 1) {
        context.addIssue({
          code: 'custom',
          message: `exactly one probe is needed, one of ${names.join(', ')}`,
        })
        return z.NEVER
      }
      const { every, timeout } = item as { every?: number; timeout?: number }
      return { probe, spec: item[probe], every, timeout }
    })
}

/** Where an operator speaks: of each kind its own keys beside `kind`, `url` and `note`. */
function officialSchema(kinds: SourceKinds) {
  const [first, ...others] = kinds.map(({ kind, entry }) =>
    entry.safeExtend({ kind: z.literal(kind), note: Names.optional() }),
  )
  if (first === undefined) return z.never()
  const error = `one of ${kinds.map(({ kind }) => kind).join(', ')} is needed`
  return z
    .discriminatedUnion('kind', [first, ...others], {
      error: issue => (issue.code === 'invalid_union' ? error : undefined),
    })
    .transform((entry): OfficialSource => {
      const { kind, url, note, ...spec } = entry as { kind: string; url: string; note?: Names }
      return {
        kind,
        url,
        ...(Object.keys(spec).length > 0 && { spec }),
        ...(note !== undefined && { note }),
      }
    })
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
