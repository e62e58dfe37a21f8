import type { z } from 'zod'
import { Refusal } from '../../model/refusal.ts'
import { Batch, mostReports, OneReport, PassedOn } from './sent.ts'

/** What a request brings: one report, or several. */
export type Request = OneRequest | BatchRequest

export interface OneRequest {
  readonly report: PassedOn
  readonly proof?: string
  /** Whether a form sent it, to which no challenge can be answered. */
  readonly form?: true
}

export interface BatchRequest {
  /** Reports as they came, in the order sent, and how each is read, or what is wrong with it. */
  readonly items: readonly unknown[]
  readonly read: (item: unknown) => PassedOn | Refusal
}

const todo = 'see docs/how-to/send-reports.md of Prahari; what a report has is in docs/formats.md'

/**
 * Reads a JSON body: one report, or a batch.
 * @throws Refusal for what is no request at all, or one report with a mistake
 */
export function readJson(body: string): Request {
  const data = parsed(body)
  if (typeof data === 'object' && data !== null && Object.hasOwn(data, 'reports')) {
    return { items: checked(Batch, data).reports, read: passedOn }
  }
  return one(data)
}

/**
 * Reads a body of `application/x-www-form-urlencoded`, as the page's form sends it: `service`, `component`
 * as often as wanted, `problem`, `place`, `carrier`, `proof`; `lang` is for the answer. An empty field is one that
 * was left out.
 * @throws Refusal
 */
export function readForm(body: string): OneRequest {
  const form: Record<string, string> = {}
  const components: string[] = []
  for (const [name, value] of new URLSearchParams(body)) {
    if (value === '' || name === 'lang') continue
    if (name === 'component') components.push(value)
    else if (Object.hasOwn(form, name)) throw malformed(`the field ${shown(name)} is there twice`)
    else form[name] = value
  }
  return { ...one(components.length === 0 ? form : { ...form, components }), form: true }
}

function one(data: unknown): OneRequest {
  const { proof, ...report } = checked(OneReport, data)
  return proof === undefined ? { report } : { report, proof }
}

function passedOn(item: unknown): PassedOn | Refusal {
  const read = PassedOn.safeParse(item)
  return read.success ? read.data : problem(read.error)
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw malformed('the body is not JSON')
  }
}

function checked<Value>(schema: z.ZodType<Value>, data: unknown): Value {
  const read = schema.safeParse(data)
  if (!read.success) throw problem(read.error)
  return read.data
}

function problem(error: z.ZodError): Refusal {
  const [issue] = error.issues
  if (issue?.code === 'too_big' && issue.path[0] === 'reports' && issue.path.length === 1) {
    return new Refusal(413, 'batch-too-large', `a batch has ${mostReports} reports at most`, 'send several')
  }
  const where = issue === undefined || issue.path.length === 0 ? 'the report' : issue.path.join('.')
  return malformed(`${where}: ${issue?.message ?? 'malformed'}`)
}

function malformed(message: string): Refusal {
  return new Refusal(400, 'malformed-report', shortened(message), todo)
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 40))
}

/** What was sent is repeated in part only: an answer is never larger than what it answers. */
function shortened(message: string): string {
  return message.length <= 300 ? message : `${message.slice(0, 300)}…`
}
