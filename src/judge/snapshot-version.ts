/**
 * Thrown by `createJudge` for a snapshot that another version of the judge wrote. The record is the
 * truth and a snapshot only a shortcut: whoever catches it judges the record from its beginning.
 */
export class SnapshotVersionError extends Error {
  override readonly name = 'SnapshotVersionError'

  constructor(found: unknown, expected: number) {
    super(`the judge's snapshot has version ${String(found)}, this judge reads version ${expected}`)
  }
}
