import { type Document, isMap, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml'
import { z } from 'zod'
import { suggestion } from '../base/nearest.ts'

/** A mistake in a catalogue file: where, what was found and what was expected. Lines and columns count from 1. */
export interface CatalogueProblem {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
}

/** `catalogue/x.yaml:7:5: …`, as compilers write it, so that editors find the place. */
export function problemLine({ file, line, column, message }: CatalogueProblem): string {
  return `${file}:${line}:${column}: ${message}`
}

/** A YAML text that still knows where each of its values stands. */
export interface PlacedYaml {
  readonly value: unknown
  readonly problems: readonly CatalogueProblem[]
  problemAt(path: readonly PropertyKey[], message: string): CatalogueProblem
  /** Every issue of a schema, each at its place. */
  problemsOf(error: z.ZodError, schema: z.ZodType): CatalogueProblem[]
}

/** Reads a YAML text; its own mistakes (syntax, duplicate keys) are in `problems`. */
export function readPlacedYaml(file: string, bytes: Uint8Array): PlacedYaml {
  const text = decoded(bytes)
  const lines = new LineCounter()
  const document = parseDocument(text ?? '', { lineCounter: lines, prettyErrors: false })
  const at = (offset: number, message: string): CatalogueProblem => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(1, line), column: Math.max(1, col), message }
  }
  const problemAt = (path: readonly PropertyKey[], message: string) => at(offsetOf(document, path), message)
  const problems =
    text === undefined
      ? [at(0, 'this is not UTF-8 text; save it as UTF-8')]
      : document.errors.map(({ pos, message }) => at(pos[0], firstLine(message)))
  const plain = problems.length > 0 ? {} : plainValue(document)
  if (plain.mistake !== undefined) problems.push(at(plain.offset ?? 0, plain.mistake))
  return {
    value: plain.value,
    problems,
    problemAt,
    problemsOf: (error, schema) =>
      error.issues.flatMap(issue => issueProblems(issue, schema, document, problemAt)),
  }
}

/** The values alone. The library throws only here where an alias leads nowhere, or far too many unfold. */
function plainValue(document: Document): { value?: unknown; mistake?: string; offset?: number | undefined } {
  try {
    return { value: document.toJS() }
  } catch (error) {
    const mistake = firstLine(error instanceof Error ? error.message : String(error))
    return { mistake, offset: unresolvedAlias(document) }
  }
}

function unresolvedAlias(document: Document): number | undefined {
  let offset: number | undefined
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return undefined
      offset = alias.range?.[0]
      return visit.BREAK
    },
  })
  return offset
}

function issueProblems(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  document: Document,
  problemAt: PlacedYaml['problemAt'],
): CatalogueProblem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path, document)
    return issue.keys.map(key =>
      problemAt([...issue.path, key], `unknown key "${key}"; ${suggestion(key, known)}`),
    )
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // The reading that came furthest says best what is amiss.
    const best = issue.errors.toSorted((a, b) => deepest(b) - deepest(a))[0] ?? []
    return best.flatMap(inner =>
      issueProblems({ ...inner, path: [...issue.path, ...inner.path] }, schema, document, problemAt),
    )
  }
  const found = document.getIn(issue.path as (string | number)[])
  const missing = found === undefined && issue.path.length > 0
  const message = issue.message.replace(/^Invalid input: /, '').replace(/, received undefined$/, '')
  const around = document.getIn(issue.path.slice(0, -1) as (string | number)[])
  // A short form, such as a URL alone, was read as a map that the file does not have.
  if (missing && isScalarValue(around))
    return [problemAt(issue.path.slice(0, -1), `found ${JSON.stringify(around)}; ${message}`)]
  if (missing) return [problemAt(issue.path, `"${String(issue.path.at(-1))}" is missing here; ${message}`)]
  return [
    problemAt(issue.path, isScalarValue(found) ? `found ${JSON.stringify(found)}; ${message}` : message),
  ]
}

function deepest(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map(({ path }) => path.length))
}

function isScalarValue(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

/** Where a path leads, or as near to it as the document goes: the key, for a value under a key. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node = document.contents as Node | null
  let offset = node?.range?.[0] ?? 0
  for (const [depth, step] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      if (pair === undefined) return offset
      offset = (pair.key as Node).range?.[0] ?? offset
      node = pair.value as Node | null
    } else {
      const item = document.getIn(path.slice(0, depth + 1) as (string | number)[], true) as Node | undefined
      if (item?.range == null) return offset
      offset = item.range[0]
      node = item
    }
  }
  return offset
}

/** The keys that a schema knows at a path, by the JSON Schema that editors get; of several kinds, by the one that is written there. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[], document: Document): string[] {
  let here = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  for (const step of path) {
    const next: unknown =
      typeof step === 'number' ? here.items : (here.properties?.[String(step)] ?? here.additionalProperties)
    if (typeof next !== 'object' || next === null) return []
    here = next as JsonSchema
  }
  const kind = document.getIn([...path, 'kind'] as (string | number)[])
  const ofKind = here.oneOf?.find(({ properties }) => properties?.['kind']?.const === kind)
  const found = here.properties ?? ofKind?.properties
  return Object.keys(found ?? here.anyOf?.find(({ properties }) => properties)?.properties ?? {})
}

interface JsonSchema {
  properties?: Record<string, JsonSchema>
  additionalProperties?: JsonSchema | boolean
  items?: JsonSchema
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  const?: unknown
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message
}
