import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Result } from './result.ts'
import { Scenario } from './scenario.ts'

/** The schemas as others' tools read them: file name in docs/reference/ and text. */
export function schemas(): Record<string, string> {
  const text = (schema: z.ZodType, io: 'input' | 'output') =>
    `${JSON.stringify(z.toJSONSchema(schema, { io }), null, 2)}\n`
  return {
    'scenario.schema.json': text(Scenario, 'input'),
    'drill-result.schema.json': text(Result, 'output'),
  }
}

export const referenceFolder = join(import.meta.dirname, '../docs/reference')

if (import.meta.main) {
  for (const [name, text] of Object.entries(schemas())) await writeFile(join(referenceFolder, name), text)
}
