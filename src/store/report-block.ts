import type { KeptReport, ProblemKind } from '../model/report.ts'

/**
 * A block of reports as bytes, with the words that it uses beside it: some 30 bytes a report, little-endian.
 *
 *     0 i32 at, milliseconds after the block's own time     12 u32 network
 *     4 u64 person                                          16 u16 service, problem, place, carrier, gateway
 *    26 u8  proved: 0 absent, 1 false, 2 true               27 u8  number of components, then u16 for each
 *
 * A u16 is a place in the list of words; `none` stands for what is absent.
 */
export interface ReportBlock {
  /** Milliseconds since 1970, that the block stands for: when its reports were received. */
  readonly time: number
  readonly words: string[]
  readonly body: Uint8Array<ArrayBuffer>
}

/** Raised when a reader of the old form would misread the new one. */
export const blockVersion = 1

const fixed = 28
const none = 0xffff
/** Words of a block at most, so that the last place stays free for `none`. */
const mostWords = none

export interface BlockWriter {
  /**
   * Writes a report at the end, if it is wanted.
   * @param wanted is asked with the upper and lower half of `person`
   * @returns false for one that was not wanted
   */
  add(report: KeptReport, wanted: (high: number, low: number) => boolean): boolean
  /** Whether there is no room for one more report: it is time for the next block. */
  readonly full: boolean
  readonly count: number
  finish(): ReportBlock
}

/** @param most reports */
export function writeBlock(time: number, most: number): BlockWriter {
  const places = new Map<string, number>()
  let view = new DataView(new ArrayBuffer(4096))
  let length = 0
  let count = 0

  function place(word: string | undefined): number {
    if (word === undefined) return none
    const known = places.get(word)
    if (known !== undefined) return known
    places.set(word, places.size)
    return places.size - 1
  }

  function makeRoom(bytes: number): void {
    if (length + bytes <= view.byteLength) return
    const larger = new Uint8Array(Math.max(view.byteLength * 2, length + bytes))
    larger.set(new Uint8Array(view.buffer, 0, length))
    view = new DataView(larger.buffer)
  }

  return {
    add(report, wanted) {
      const { components } = report
      makeRoom(fixed + components.length * 2)
      view.setBigUint64(length + 4, report.person, true)
      if (!wanted(view.getUint32(length + 8, true), view.getUint32(length + 4, true))) return false
      view.setInt32(length, report.at - time, true)
      view.setUint32(length + 12, report.network, true)
      view.setUint16(length + 16, place(report.service), true)
      view.setUint16(length + 18, place(report.problem), true)
      view.setUint16(length + 20, place(report.place), true)
      view.setUint16(length + 22, place(report.carrier), true)
      view.setUint16(length + 24, place(report.gateway), true)
      view.setUint8(length + 26, report.proved === undefined ? 0 : report.proved ? 2 : 1)
      view.setUint8(length + 27, components.length)
      length += fixed
      for (const component of components) {
        view.setUint16(length, place(component), true)
        length += 2
      }
      count++
      return true
    },
    get full() {
      return count >= most || places.size + 260 > mostWords
    },
    get count() {
      return count
    },
    finish: () => ({ time, words: [...places.keys()], body: new Uint8Array(view.buffer, 0, length) }),
  }
}

/** The reports of a block, in order. */
export function readBlock({ time, words, body }: ReportBlock): KeptReport[] {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  const reports: KeptReport[] = []
  let at = 0
  const word = (offset: number): string | undefined => words[view.getUint16(at + offset, true)]
  while (at < body.byteLength) {
    const count = view.getUint8(at + 27)
    const components = Array.from({ length: count }, (_, n) => word(fixed + n * 2) ?? '')
    const [place, carrier, gateway] = [word(20), word(22), word(24)]
    const proved = view.getUint8(at + 26)
    reports.push({
      at: time + view.getInt32(at, true),
      person: view.getBigUint64(at + 4, true),
      network: view.getUint32(at + 12, true),
      service: word(16) ?? '',
      components,
      problem: (word(18) ?? 'other') as ProblemKind,
      ...(place === undefined ? {} : { place }),
      ...(carrier === undefined ? {} : { carrier }),
      ...(gateway === undefined ? {} : { gateway }),
      ...(proved === 0 ? {} : { proved: proved === 2 }),
    })
    at += fixed + count * 2
  }
  return reports
}

/**
 * The block with only the reports that are wanted, in the same memory.
 * @param wanted is asked with the upper and lower half of `person`
 */
export function filterBlock(
  block: ReportBlock,
  wanted: (high: number, low: number) => boolean,
): { readonly block: ReportBlock; readonly count: number } {
  const { body } = block
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  let end = 0
  let count = 0
  for (let at = 0; at < body.byteLength; ) {
    const next = at + lengthAt(view, at)
    if (wanted(view.getUint32(at + 8, true), view.getUint32(at + 4, true))) {
      if (end < at) body.copyWithin(end, at, next)
      end += next - at
      count++
    }
    at = next
  }
  return { block: { ...block, body: body.subarray(0, end) }, count }
}

/** Marks every report of a block as one without the proof that was asked for. */
export function markUnproved({ body }: ReportBlock): void {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  for (let at = 0; at < body.byteLength; at += lengthAt(view, at)) view.setUint8(at + 26, 1)
}

/** Calls `visit` with the upper and lower half of each `person` of a block, in order. */
export function peopleOf(body: Uint8Array, visit: (high: number, low: number) => void): void {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  for (let at = 0; at < body.byteLength; at += lengthAt(view, at)) {
    visit(view.getUint32(at + 8, true), view.getUint32(at + 4, true))
  }
}

/** Bytes of the report that begins at `at`. */
function lengthAt(view: DataView, at: number): number {
  return fixed + view.getUint8(at + 27) * 2
}
