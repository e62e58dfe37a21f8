import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { createJudge, openRecord } from '../src/main/wire.ts'
import type { Judgement } from '../src/model/judgement.ts'

/**
 * Reads an observatory's record while it grows, writes it out as NDJSON, and judges it as the observatory
 * does: the same record gives the same judgements.
 */
export class Follower implements AsyncDisposable {
  readonly #record: ReturnType<typeof openRecord>
  readonly #out: ReturnType<typeof createWriteStream>
  readonly #judge = createJudge()
  #seq = 0

  /** @throws UserError `no-record` */
  constructor(data: string, out: string) {
    this.#record = openRecord(data)
    this.#out = createWriteStream(out)
  }

  /** Everything concluded from what has come since the last call, with when it was received. */
  async news(): Promise<{ at: number; judgement: Judgement }[]> {
    const news: { at: number; judgement: Judgement }[] = []
    while (true) {
      const records = await this.#record.after(this.#seq, 1_000)
      for (const record of records) {
        this.#out.write(`${JSON.stringify(record)}\n`)
        for (const judgement of this.#judge.apply(record)) news.push({ at: record.received, judgement })
      }
      this.#seq = records.at(-1)?.seq ?? this.#seq
      if (records.length < 1_000) return news
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#out.end()
    await once(this.#out, 'close')
    await this.#record[Symbol.asyncDispose]()
  }
}
