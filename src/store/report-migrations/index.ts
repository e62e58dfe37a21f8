import type { Migration } from 'kysely/migration'
import * as reports from './0001-reports.ts'

/** In order, by name; one that was released is never edited, only followed by another. */
export const reportMigrations: Record<string, Migration> = {
  '0001-reports': reports,
}
