import type { HttpsTarget, JsonExpectation } from './target.ts'

/** One assertion about a body, and how it went. */
export interface Check {
  readonly kind: 'contains' | 'lacks' | 'json'
  readonly expected: string
  readonly ok: boolean
  readonly path?: string
  /** What was there instead, shortened. */
  readonly got?: string
}

const mostShown = 120

/** Checks a body against what the target expects of it. Pure. */
export function checkBody(body: string, { contains, lacks, json }: HttpsTarget): Check[] {
  const document = json.length === 0 ? undefined : parsed(body)
  return [
    ...contains.map((expected): Check => ({ kind: 'contains', expected, ok: body.includes(expected) })),
    ...lacks.map((expected): Check => ({ kind: 'lacks', expected, ok: !body.includes(expected) })),
    ...json.map(expectation => checkJson(document, expectation)),
  ]
}

function checkJson(document: unknown, { path, equals, contains, matches, exists }: JsonExpectation): Check {
  const value = valueAt(document, path)
  const got = value === undefined ? 'nothing' : (JSON.stringify(value) ?? 'nothing').slice(0, mostShown)
  const check = (expected: string, ok: boolean): Check => ({
    kind: 'json',
    path,
    expected,
    ok,
    ...(ok ? {} : { got }),
  })
  if (exists !== undefined) return check(exists ? 'something' : 'nothing', (value !== undefined) === exists)
  if (matches !== undefined)
    return check(`/${matches}/`, value !== undefined && new RegExp(matches).test(String(value)))
  if (contains !== undefined) return check(`… ${JSON.stringify(contains)} …`, holds(value, contains))
  return check(JSON.stringify(equals), value === equals)
}

function holds(value: unknown, part: string | number | boolean): boolean {
  if (Array.isArray(value)) return value.includes(part)
  return typeof value === 'string' && value.includes(String(part))
}

function valueAt(document: unknown, path: string): unknown {
  let value = document
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
