import { IntlMessageFormat } from 'intl-messageformat'
import type { Names } from '../../model/service.ts'
import { type ClockWords, sayClock } from './clock-words.ts'
import type { Locale } from './locale.ts'

export type Argument = string | number
export type Arguments = Readonly<Record<string, Argument>>

/** Every text in several languages has this one. */
const fallback: string = 'en'

/** A language at work: messages, names, numbers, lists and times. */
export interface Words {
  readonly tag: string
  readonly clockWords: ClockWords
  has(key: string): boolean
  /** The message in this language. An argument that the message wants and was not given is `none`. */
  say(key: string, args?: Arguments): string
  name(names: Names): string
  number(n: number): string
  /** Rounded down: what was not all is never said to be. */
  percent(share: number): string
  list(items: readonly string[]): string
  /** A country's name by its ISO 3166-1 code; what is no code is given back. */
  country(code: string): string
  /** "5 hours, 51 minutes", to the minute; under a minute in seconds. */
  duration(ms: number): string
  /** "21:15" or "রাত ৯টা ১৫" in an IANA time zone. */
  clock(at: number, timeZone: string): string
  /** "4 October 2021". */
  date(at: number, timeZone: string): string
  weekday(at: number, timeZone: string): string
  /** What people call a zone at a moment: "UTC", "GMT-7". */
  zone(at: number, timeZone: string): string
}

/** Makes a language ready; `locale` must hold every key that is asked of it (a test holds that). */
export function createWords(locale: Locale): Words {
  const message = (key: string): string => {
    const text = locale.messages.get(key)
    if (text === undefined) throw new Error(`locales/${locale.tag}.yaml has no message "${key}"`)
    return text
  }
  const intl = message('language.intl')
  const clockWords = {
    pattern: message('clock.pattern'),
    sharp: message('clock.sharp'),
    periods: message('clock.periods'),
  }
  const formats = new Map<string, { format: IntlMessageFormat; wants: Arguments }>()
  const formatOf = (key: string) => {
    let known = formats.get(key)
    if (known === undefined) {
      const format = new IntlMessageFormat(message(key), intl, undefined, { ignoreTag: true })
      known = { format, wants: Object.fromEntries(argumentsOf(message(key)).map(name => [name, 'none'])) }
      formats.set(key, known)
    }
    return known
  }
  const plain = new Intl.NumberFormat(intl)
  const share = new Intl.NumberFormat(intl, {
    style: 'percent',
    maximumFractionDigits: 2,
    roundingMode: 'floor',
  })
  const lists = new Intl.ListFormat(intl)
  const countries = new Intl.DisplayNames(intl, { type: 'region' })
  const durations = new Intl.DurationFormat(intl, { style: 'long' })
  const zoned = memo((timeZone: string) => ({
    time: new Intl.DateTimeFormat('en-GB', {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone,
    }),
    date: new Intl.DateTimeFormat(intl, { day: 'numeric', month: 'long', year: 'numeric', timeZone }),
    weekday: new Intl.DateTimeFormat(intl, { weekday: 'long', timeZone }),
    zone: new Intl.DateTimeFormat(intl, { timeZoneName: 'short', timeZone }),
  }))
  const padded = memo((width: number) => new Intl.NumberFormat(intl, { minimumIntegerDigits: width }))
  return {
    tag: locale.tag,
    clockWords,
    has: key => locale.messages.has(key),
    say(key, args) {
      const { format, wants } = formatOf(key)
      return String(format.format({ ...wants, ...args }))
    },
    name: names => names[locale.tag] ?? names[fallback] ?? '',
    number: n => plain.format(n),
    percent: n => share.format(n),
    list: items => lists.format(items),
    country: code => (/^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code),
    duration(ms) {
      const minutes = Math.round(ms / 60_000)
      if (minutes === 0) return durations.format({ seconds: Math.round(ms / 1000) || 1 })
      const days = Math.floor(minutes / 1440)
      return durations.format({ days, hours: Math.floor(minutes / 60) % 24, minutes: minutes % 60 })
    },
    clock(at, timeZone) {
      const [hour = '0', minute = '0'] = zoned(timeZone).time.format(at).split(':')
      return sayClock(clockWords, Number(hour), Number(minute), (n, width) => padded(width).format(n))
    },
    date: (at, timeZone) => zoned(timeZone).date.format(at).replaceAll(',', ''),
    weekday: (at, timeZone) => zoned(timeZone).weekday.format(at),
    zone: (at, timeZone) =>
      zoned(timeZone)
        .zone.formatToParts(at)
        .find(part => part.type === 'timeZoneName')?.value ?? timeZone,
  }
}

type Element = ReturnType<IntlMessageFormat['getAst']>[number]

/** The names of the arguments that a message wants, each once, sorted. */
export function argumentsOf(text: string): string[] {
  const names = new Set<string>()
  const visit = (element: Element): void => {
    // 0 is literal text, 7 the # of a plural
    if (element.type !== 0 && element.type !== 7) names.add(element.value)
    if ('options' in element) {
      for (const option of Object.values(element.options)) option.value.forEach(visit)
    }
  }
  new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst().forEach(visit)
  return [...names].sort()
}

function memo<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>()
  return key => {
    let value = made.get(key)
    if (value === undefined) {
      value = make(key)
      made.set(key, value)
    }
    return value
  }
}
