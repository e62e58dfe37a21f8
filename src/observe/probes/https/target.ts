import { z } from 'zod'
import { AddressFamily } from '../../../model/vantage-point.ts'
import { Headers } from '../../written-headers.ts'

/** Statuses from one to another, both included. */
const StatusRange = z.strictObject({ from: z.number().int(), to: z.number().int() })
export type StatusRange = z.infer<typeof StatusRange>

const usualStatuses: StatusRange[] = [{ from: 200, to: 399 }]

const WrittenStatus = z
  .union([
    z.number().int().min(100).max(599),
    z.string().regex(/^([1-5]xx|[1-5]\d\d(-[1-5]\d\d)?)$/, 'a status such as 200, 2xx or 200-399'),
  ])
  .transform(statusRange)

/** `200`, `2xx` or `200-399`; or the range that one was read as, for a target that comes from another process. */
const Status = z.union([WrittenStatus, StatusRange])

const Texts = z.preprocess(value => (typeof value === 'string' ? [value] : value), z.array(z.string().min(1)))

const JsonExpectation = z
  .strictObject({
    /** Keys and indexes joined by dots: `status.indicator`, `items.0.name`. */
    path: z.string().min(1),
    equals: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
    /** What a text must hold, or a list as one of its items. */
    contains: z.union([z.string().min(1), z.number(), z.boolean()]).optional(),
    matches: z.string().refine(isPattern, 'a regular expression').optional(),
    exists: z.boolean().optional(),
  })
  .refine(
    ({ equals, contains, matches, exists }) =>
      [equals, contains, matches, exists].filter(rule => rule !== undefined).length === 1,
    {
      error: 'exactly one of equals, contains, matches, exists',
    },
  )
export type JsonExpectation = z.infer<typeof JsonExpectation>

/** What to ask for and what must come: a URL, or `{ url, … }`. */
export const HttpsTarget = z.preprocess(
  value => (typeof value === 'string' ? { url: value } : value),
  z.strictObject({
    url: z.url({ protocol: /^https?$/, error: 'a URL that begins with https:// or http://' }),
    method: z.enum(['GET', 'HEAD', 'POST', 'OPTIONS']).default('GET'),
    headers: Headers.default({}),
    body: z.string().optional(),
    status: z
      .preprocess(value => (Array.isArray(value) ? value : [value]), z.array(Status).min(1))
      .default(usualStatuses),
    contains: Texts.default([]),
    lacks: Texts.default([]),
    json: z.array(JsonExpectation).default([]),
    redirects: z.enum(['follow', 'stop']).default('follow'),
    http: z
      .preprocess(value => (typeof value === 'number' ? String(value) : value), z.enum(['auto', '1.1', '2']))
      .default('auto'),
    family: AddressFamily.optional(),
  }),
)
export type HttpsTarget = z.infer<typeof HttpsTarget>

/** The URL, and behind `#` whatever else differs from the usual, so that other questions are other targets. */
export function httpsKey({ url, status, ...rest }: HttpsTarget): string {
  const usual = HttpsTarget.parse({ url })
  const others = Object.entries(rest).filter(
    ([name, value]) => !same(value, usual[name as keyof typeof rest]),
  )
  const asked = same(status, usualStatuses)
    ? []
    : [['status', status.map(({ from, to }) => (from === to ? from : `${from}-${to}`))]]
  const options = [...asked, ...others].map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  const { href } = new URL(url)
  return options.length === 0 ? href : `${href}#${options.join('&')}`
}

export function isExpected(status: number, ranges: readonly StatusRange[]): boolean {
  return ranges.some(({ from, to }) => status >= from && status <= to)
}

function statusRange(text: string | number): StatusRange {
  const [from, to] = String(text).replace('xx', '00').split('-').map(Number)
  if (from === undefined) return { from: 0, to: 0 }
  if (typeof text === 'string' && text.endsWith('xx')) return { from, to: from + 99 }
  return { from, to: to ?? from }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text)
    return true
  } catch {
    return false
  }
}
