import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KeptReport } from '../model/report.ts'
import { writeBlock } from './report-block.ts'
import type { DayKeys, ReportLog } from './reports.ts'

const minute = 60_000
const day = 86_400_000

/** Opens the same log again each time it is called within one claim; its clock stands at `now()`. */
export type ReportLogOpener = () => Promise<ReportLog & DayKeys>

/**
 * What every log of reports must hold. `fresh` gives an opener of an empty log for each claim, by the clock
 * that it is given.
 */
export function reportLogConformance(
  name: string,
  fresh: (now: () => number) => ReportLogOpener,
  remembered: number,
): void {
  let now = 0
  const claim = (what: string, run: (open: ReportLogOpener) => Promise<void>) =>
    test(`${name}: ${what}`, () => {
      now = day * 20_000
      return run(fresh(() => now))
    })

  claim('gives reports back in the order appended, as they were', async open => {
    await using log = await open()
    const full = report(1n, {
      at: now - 12 * minute,
      components: ['website', 'login'],
      place: 'kolkata',
      carrier: 'jio',
      gateway: 'helpdesk',
      proved: false,
    })
    await log.append([full, report(2n)])
    await log.append([report(3n, { proved: true, network: 0xffffffff, person: 2n ** 64n - 1n })])
    const blocks = await log.after(0, 100)
    assert.deepEqual(
      blocks.flatMap(block => block.reports),
      [full, report(2n), report(3n, { proved: true, network: 0xffffffff, person: 2n ** 64n - 1n })],
    )
    assert.equal(await log.lastSeq(), blocks.at(-1)?.seq)
    assert.deepEqual(await log.after(await log.lastSeq(), 100), [])
  })

  claim('gives about as many as are wanted, and at least a block', async open => {
    await using log = await open()
    for (let n = 0n; n < 4n; n++) await log.append([report(n * 2n), report(n * 2n + 1n)])
    const read = async (limit: number) => (await log.after(0, limit)).flatMap(block => block.reports).length
    assert.deepEqual([await read(1), await read(3), await read(4), await read(100)], [2, 4, 4, 8])
  })

  claim('drops whoever is there already, also within one append and in appends at once', async open => {
    await using log = await open()
    const results = await Promise.all([
      log.append([report(1n), report(2n), report(1n)]),
      log.append([report(2n), report(3n)]),
      log.append([]),
    ])
    assert.deepEqual(results, [
      { appended: 2, duplicates: 1 },
      { appended: 1, duplicates: 1 },
      { appended: 0, duplicates: 0 },
    ])
    assert.deepEqual(await log.append([report(3n)]), { appended: 0, duplicates: 1 })
    assert.deepEqual(await people(log), [1n, 2n, 3n])
  })

  claim('takes blocks that are bytes already, in order and each person once', async open => {
    await using log = await open()
    const block = (...reports: KeptReport[]) => {
      const writer = writeBlock(now, 100)
      for (const each of reports) writer.add(each, () => true)
      return writer.finish()
    }
    const full = report(2n, { components: ['website', 'login'], place: 'kolkata', at: now - minute })
    const results = await Promise.all([
      log.append([report(1n)]),
      log.appendBlock(block(report(1n), full, report(2n), report(3n))),
      log.append([report(3n), report(4n)]),
    ])
    assert.deepEqual(
      results.map(({ appended, duplicates }) => [appended, duplicates]),
      [
        [1, 0],
        [2, 2],
        [1, 1],
      ],
    )
    const kept = (await log.after(0, 100)).flatMap(({ reports }) => reports)
    assert.deepEqual(
      kept.sort((a, b) => Number(a.person - b.person)),
      [report(1n), full, report(3n), report(4n)],
    )
    assert.deepEqual(await log.appendBlock(block(report(1n))), { appended: 0, duplicates: 1 })
  })

  claim('knows them again after it was closed and opened, for a quarter hour at least', async open => {
    {
      await using log = await open()
      await log.append([report(1n)])
    }
    now += 14 * minute
    await using log = await open()
    assert.deepEqual(await log.append([report(1n), report(2n)]), { appended: 1, duplicates: 1 })
    assert.deepEqual(await people(log), [1n, 2n])
  })

  claim('remembers as many people as it says, and goes on beyond them', async open => {
    const all = Array.from({ length: remembered * 3 }, (_, n) => report(spread(n)))
    {
      await using log = await open()
      for (let n = 0; n < all.length; n += 1000) await log.append(all.slice(n, n + 1000))
      const newest = all.slice(-remembered)
      assert.deepEqual(await log.append(newest), { appended: 0, duplicates: newest.length })
    }
    await using log = await open()
    const newest = all.slice(-remembered)
    assert.deepEqual(await log.append(newest), { appended: 0, duplicates: newest.length })
  })

  claim(
    'wakes whoever waits for growth, nobody for duplicates, and lets go of whoever is stopped',
    async open => {
      await using log = await open()
      const stop = new AbortController()
      const grown = log.grown(0, stop.signal)
      await log.append([report(1n)])
      await grown
      const last = await log.lastSeq()
      let woken = false
      const again = log.grown(last, stop.signal).then(() => {
        woken = true
      })
      await log.append([report(1n)])
      assert.equal(woken, false)
      await log.append([report(2n)])
      await again
      const stopped = log.grown(await log.lastSeq(), stop.signal)
      stop.abort()
      await stopped
    },
  )

  claim('forgets what is old and counted, nothing else, and never gives a place again', async open => {
    const before = now
    {
      await using log = await open()
      await log.append([report(1n)])
      const counted = await log.lastSeq()
      await log.append([report(2n), report(3n)])
      now += minute
      await log.append([report(4n)])
      assert.deepEqual(await log.forget(before, counted), { dropped: 0 })
      assert.deepEqual(await log.forget(before + 1, counted), { dropped: 1 })
      assert.deepEqual(await people(log), [2n, 3n, 4n])
      assert.deepEqual(await log.forget(before + 1, await log.lastSeq()), { dropped: 2 })
      assert.deepEqual(await log.forget(now + 1, await log.lastSeq()), { dropped: 1 })
    }
    await using log = await open()
    const last = await log.lastSeq()
    assert.equal(last, 3)
    await log.append([report(5n)])
    assert.equal(await log.lastSeq(), 4)
  })

  claim('has one key a day, also after it was opened again, and another the next day', async open => {
    const first = await keyOf(open, now)
    assert.match(first, /^[\w-]{43}$/)
    assert.equal(await keyOf(open, now + day - 1), first)
    const next = await keyOf(open, now + day)
    assert.notEqual(next, first)
    assert.equal(await keyOf(open, now), next, 'the first is gone, also for a clock that was set back')
  })

  function report(person: bigint, more: Partial<KeptReport> = {}): KeptReport {
    return { at: now, person, network: 7, service: 'facebook', components: [], problem: 'slow', ...more }
  }
}

/** Well-mixed bits, as hashes have them. */
function spread(n: number): bigint {
  return BigInt.asUintN(64, BigInt(n + 1) * 0x9e3779b97f4a7c15n)
}

async function people(log: ReportLog): Promise<bigint[]> {
  return (await log.after(0, 1_000_000)).flatMap(block => block.reports).map(({ person }) => person)
}

async function keyOf(open: ReportLogOpener, now: number): Promise<string> {
  await using log = await open()
  return await log.keyFor(now)
}
