import { availability } from '../history.ts'
import type { Day } from '../view.ts'
import type { Words } from '../words/words.ts'
import { type Html, html, raw } from './parts.ts'

const height = 28
const step = 4

/** Ninety strokes, one a day: what was seen working stands, what was not is cut away from the top. */
export function bars(words: Words, days: readonly Day[]): Html {
  const paths = { up: '', slow: '', out: '', none: '' }
  days.forEach((day, index) => {
    const x = index * step
    if (day.seen === 0) {
      paths.none += `M${x} ${height - 4}h3v4h-3z`
      return
    }
    const out = cut((day.partial + day.major) / day.seen)
    const slow = Math.min(height - out, cut(day.degraded / day.seen))
    if (out > 0) paths.out += `M${x} 0h3v${out}h-3z`
    if (slow > 0) paths.slow += `M${x} ${out}h3v${slow}h-3z`
    if (out + slow < height) paths.up += `M${x} ${out + slow}h3v${height - out - slow}h-3z`
  })
  const drawn = Object.entries(paths).filter(([, d]) => d !== '')
  return html`<svg class="bars" viewBox="0 0 ${days.length * step} ${height}" preserveAspectRatio="none" role="img" aria-label="${barsText(words, days)}">${raw(
    drawn.map(([kind, d]) => `<path class="b-${kind}" d="${d}"/>`).join(''),
  )}</svg>`
}

/** A trouble of minutes must be seen in a stroke of a day: a fifth at the least. */
function cut(share: number): number {
  return share === 0 ? 0 : Math.max(6, Math.round(share * height))
}

/** "Seen working 99.2 % of the time; 3 days with trouble." */
export function barsText(words: Words, days: readonly Day[]): string {
  const share = availability(days)
  if (share === undefined) return words.say('bars.unseen')
  return words.say('bars.summary', { share: words.percent(share), days: troubledDays(days).length })
}

export function troubledDays(days: readonly Day[]): Day[] {
  return days.filter(day => day.degraded + day.partial + day.major > 0)
}

/** The troubled days in words, newest first, the text alternative of the strokes. */
export function troubledDaysList(words: Words, days: readonly Day[]): Html | '' {
  const troubled = troubledDays(days).reverse()
  if (troubled.length === 0) return ''
  return html`<details><summary>${words.say('bars.days')}</summary><ul>${troubled.map(
    day =>
      html`<li>${words.say('bars.day', {
        date: words.date(Date.parse(day.date), 'UTC'),
        duration: words.duration((day.degraded + day.partial + day.major) * 1000),
      })}</li>`,
  )}</ul></details>`
}

/** Several components as one line: each day's worst of them. */
export function worstDays(many: readonly (readonly Day[])[]): Day[] {
  const [first = []] = many
  return first.map((day, index) =>
    many.reduce((worst, days) => {
      const other = days[index]
      return other !== undefined && trouble(other) > trouble(worst) ? other : worst
    }, day),
  )
}

function trouble(day: Day): number {
  return day.seen === 0 ? -1 : (day.major * 4 + day.partial * 2 + day.degraded) / day.seen
}
