import type { Migration } from 'kysely/migration'
import * as evidence from './0001-evidence.ts'
import * as judgements from './0002-judgements.ts'
import * as rollup from './0003-rollup.ts'
import * as fates from './0004-fates.ts'
import * as listening from './0005-listening.ts'

/** In order, by name; one that was released is never edited, only followed by another. */
export const migrations: Record<string, Migration> = {
  '0001-evidence': evidence,
  '0002-judgements': judgements,
  '0003-rollup': rollup,
  '0004-fates': fates,
  '0005-listening': listening,
}
