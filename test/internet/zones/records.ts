/** A record of a signed zone; its owner ends with a dot. */
export interface ZoneRecord {
  readonly owner: string
  readonly ttl: number
  readonly type: string
  readonly data: string
}

/** Reads a zone file that has each record in full on a line of its own, as `dnssec-signzone -O full` writes it. */
export function parseRecords(text: string): ZoneRecord[] {
  const lines = text.split('\n').filter(line => line !== '' && !line.startsWith(';'))
  return lines.map(line => {
    const [owner = '', ttl, , type = '', ...data] = line.split(/\s+/)
    return { owner, ttl: Number(ttl), type, data: data.join(' ') }
  })
}

export function zoneFile(records: readonly ZoneRecord[]): string {
  return records.map(({ owner, ttl, type, data }) => `${owner} ${ttl} IN ${type} ${data}\n`).join('')
}

/** True for a signature over records of `type`. */
export function signs(record: ZoneRecord, type: string): boolean {
  return record.type === 'RRSIG' && record.data.startsWith(`${type} `)
}

/** True for a record of a type, and for a signature over it. */
export function belongsTo(record: ZoneRecord, type: string): boolean {
  return record.type === type || signs(record, type)
}

/** The tag of the key that a signature is said to be by. */
export function signerTag({ data }: ZoneRecord): number {
  return Number(data.split(' ')[6])
}
