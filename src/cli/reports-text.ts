import type { ServiceTotals, Totals } from '../listen/reports/totals.ts'
import type { HeldReason } from '../model/report.ts'
import type { Words } from '../tell/words/words.ts'
import { beside, lengthOf, wrap } from './columns.ts'

/** All services as a table, then each with what it was about. In 80 columns. */
export function reportsText(totals: Totals, words: Words): string {
  const { services, from, to, listened, error } = totals
  if (to === 0) return `${words.say('counted.nobody_listened')}\n`
  const span = {
    from: moment(from, words),
    to: moment(to, words),
    share: words.percent(Math.min(1, listened / (to - from))),
  }
  const head = wrap(words.say('counted.span', span), 80)
  if (services.length === 0) return `${[...head, words.say('counted.nothing')].join('\n')}\n`
  const about = wrap(words.say('counted.about', { error: words.percent(error) }), 80)
  const lines = [
    ...head,
    ...about,
    '',
    ...table(services, words),
    ...services.flatMap(each => ['', ...detail(each, words)]),
  ]
  return `${lines.join('\n')}\n`
}

function moment(at: number, words: Words): string {
  const time = { time: words.clock(at, 'UTC'), zone: 'UTC' }
  return words.say('time.on_day', { date: words.date(at, 'UTC'), time: words.say('time.zoned', time) })
}

function table(services: readonly ServiceTotals[], words: Words): string[] {
  const header = [
    words.say('counted.service'),
    words.say('counted.taken'),
    words.say('counted.counted'),
    words.say('counted.held'),
    words.say('counted.reporters'),
  ]
  const rows = services.map(({ service, taken, counted, reporters }) => [
    service,
    words.number(taken),
    words.number(counted),
    words.number(taken - counted),
    words.number(reporters),
  ])
  const widths = header.map((_, column) =>
    Math.max(...[header, ...rows].map(cells => lengthOf(cells[column] ?? ''))),
  )
  return [header, ...rows].map(cells =>
    cells
      .map((cell, n) => padded(cell, widths[n] ?? 0, n > 0))
      .join('  ')
      .trimEnd(),
  )
}

function padded(text: string, width: number, toTheRight: boolean): string {
  const padding = ' '.repeat(width - lengthOf(text))
  return toTheRight ? padding + text : text + padding
}

const indent = 18

function detail(of: ServiceTotals, words: Words): string[] {
  const held = Object.entries(of.held).map(
    ([reason, count]) => `${words.number(count)} ${heldText(reason as HeldReason, words)}`,
  )
  const rows: [string, string[]][] = [
    [words.say('counted.held'), held],
    [words.say('counted.largest'), of.taken < 20 ? [] : [words.percent(of.largestNetwork)]],
    [words.say('counted.components'), shares(of.components, of.counted, words)],
    [words.say('counted.problems'), shares(of.problems, of.counted, words)],
    [words.say('counted.places'), shares(of.places, of.counted, words)],
    [words.say('counted.carriers'), shares(of.carriers, of.counted, words)],
  ]
  const told = rows.filter(([, texts]) => texts.length > 0)
  return [of.service, ...told.flatMap(([label, texts]) => beside(`  ${label}`, texts.join(', '), indent))]
}

function heldText(reason: HeldReason, words: Words): string {
  switch (reason) {
    case 'network':
      return words.say('counted.held_network')
    case 'gateway':
      return words.say('counted.held_gateway')
    case 'unproved':
      return words.say('counted.held_unproved')
    case 'refused':
      return words.say('counted.held_refused')
  }
}

/** How many names are told of each kind. */
const named = 8

function shares(counts: Readonly<Record<string, number>>, counted: number, words: Words): string[] {
  return Object.entries(counts)
    .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
    .slice(0, named)
    .map(([name, count]) => `${name} ${words.percent(Math.floor((100 * count) / counted) / 100)}`)
}
