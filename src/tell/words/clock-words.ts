/**
 * How a language says a time of day: `{period} {h}টা {mm}` gives "রাত ৯টা ১৫", `{HH}:{mm}` gives "21:15".
 * The page's script (src/ui/site.js) says times in the reader's zone by the same rule.
 */
export interface ClockWords {
  readonly pattern: string
  /** The same on the full hour. */
  readonly sharp: string
  /** Names of the parts of the day by the hour they begin with, ascending: `0 রাত,4 ভোর,…`; may be empty. */
  readonly periods: string
}

/** Says an hour (0 to 23) and minute; `digits` writes a number in the language's numerals, padded to a width. */
export function sayClock(
  words: ClockWords,
  hour: number,
  minute: number,
  digits: (n: number, width: number) => string,
): string {
  let period = ''
  for (const entry of words.periods.split(',')) {
    const [begins = '', name = ''] = entry.split(' ')
    if (Number(begins) <= hour) period = name
  }
  return (minute === 0 ? words.sharp : words.pattern)
    .replace('{period}', period)
    .replace('{HH}', digits(hour, 2))
    .replace('{h}', digits(hour % 12 || 12, 1))
    .replace('{mm}', digits(minute, 2))
}
