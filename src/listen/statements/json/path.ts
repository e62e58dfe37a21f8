import { z } from 'zod'

/** One step of a path: a key, every element, one by its place, those whose key has a value. */
export type Step =
  | { readonly key: string }
  | { readonly every: true }
  | { readonly index: number }
  | { readonly where: string; readonly is: string }

const written = /\.?([^.[\]\s]+)|\[(\*)\]|\[(\d+)\]|\[([^[\]=]+)=([^\]]*)\]/y

/** Reads `a.b[*].c`, `[0]`, `[id=chat].status`; undefined where the text is no path. */
export function parsePath(text: string): Step[] | undefined {
  const steps: Step[] = []
  for (let at = 0; at < text.length; at = written.lastIndex) {
    written.lastIndex = at
    const found = written.exec(text)
    if (found === null) return undefined
    const [, key, every, index, where, is = ''] = found
    if (key !== undefined) steps.push({ key })
    else if (every !== undefined) steps.push({ every: true })
    else if (index !== undefined) steps.push({ index: Number(index) })
    else if (where !== undefined) steps.push({ where, is })
  }
  return steps
}

/** A path in a catalogue file. */
export const Path = z
  .string()
  .min(1)
  .refine(
    text => parsePath(text) !== undefined,
    'a path such as status, incidents[*].title or [id=chat].status is needed',
  )

/** All that a path leads to in a document, in its order; what is not there is left out. */
export function pick(document: unknown, path: string): unknown[] {
  const steps = parsePath(path) ?? []
  return steps.reduce<unknown[]>((found, step) => found.flatMap(value => take(value, step)), [document])
}

function take(value: unknown, step: Step): unknown[] {
  if ('key' in step) {
    const inner = Array.isArray(value) ? undefined : ownOf(value, step.key)
    return inner === undefined ? [] : [inner]
  }
  if (!Array.isArray(value)) return []
  if ('every' in step) return value
  if ('index' in step) return step.index < value.length ? [value[step.index]] : []
  return value.filter(each => String(ownOf(each, step.where)) === step.is)
}

function ownOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Record<string, unknown>)[key]
}
