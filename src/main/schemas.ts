import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ReportRequest } from '../listen/reports/sent.ts'
import { statementReaders } from '../listen/statements/index.ts'
import { Recorded } from '../model/evidence.ts'
import { Judgement } from '../model/judgement.ts'
import { probes } from '../observe/probes/index.ts'
import { fileSchemas } from '../watch/catalogue-file.ts'

/** Where the schemas lie that editors and others' tools read. */
export const referenceFolder = join(import.meta.dirname, '../../docs/reference')

/** The JSON Schemas of what people write and of what the record holds: file name and text. */
export function schemas(): Record<string, string> {
  const { ServiceFile, ControlsFile, PlacesFile } = fileSchemas(probes, statementReaders)
  const text = (schema: z.ZodType, io: 'input' | 'output') =>
    `${JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' }), null, 2)}\n`
  return {
    'catalogue.schema.json': text(z.union([ServiceFile, ControlsFile, PlacesFile]), 'input'),
    'record.schema.json': text(Recorded, 'output'),
    'judgement.schema.json': text(Judgement, 'output'),
    'report-request.schema.json': text(ReportRequest, 'input'),
  }
}

if (import.meta.main) {
  for (const [name, text] of Object.entries(schemas())) await writeFile(join(referenceFolder, name), text)
}
