import type { Service } from '../../model/service.ts'
import { heardStep, heardSteps } from '../heard-steps.ts'
import { area, line, roundMax, runs } from '../plot.ts'
import type { HeardStep } from '../view.ts'
import { rate, usualText } from '../voice.ts'
import { heardRows, hourTable } from './heard-tables.ts'
import { type Html, html, moment, momentText, type Paper, raw } from './parts.ts'

const hourMs = 3_600_000
/** Pixels: the plot, and the line above it for what is written into it. */
const height = 150
const head = 20

/** What people reported in the last 24 hours against what is usual, drawn and as numbers; nothing where nobody did. */
export function picture(paper: Paper, service: Service): Html | '' {
  const { words, view } = paper
  const steps = view.heard(service.id)
  const first = steps[0]
  const peak = steps.reduce<HeardStep | undefined>(
    (a, b) => ((b.perMinute ?? 0) > (a?.perMinute ?? 0) ? b : a),
    undefined,
  )
  if (first === undefined || peak?.perMinute == null) return ''
  const usual = usualOf(paper, service, steps)
  const most = Math.max(peak.perMinute, ...usual.map(each => each ?? 0))
  const { unit } = rate(most)
  const factor = unit === 'hour' ? 60 : 1
  const max = roundMax(most * factor)
  const scaled = (values: readonly (number | null)[]) => values.map(value => value && value * factor)
  const seen = scaled(steps.map(step => step.perMinute))
  const unheard = runs(seen, value => value === null)
  const outages = outageSpans(paper, service, first.from, steps.length)
  const share = (step: number) => `${Math.round((step / steps.length) * 1e4) / 100}%`
  const band = ([from, to]: readonly [number, number], fill: string) =>
    html`<rect x="${share(from)}" width="${share(to - from)}" y="${head}" height="${height}" fill="url(#${fill})"/>`
  const summary = words.say('picture.summary', {
    ...rate(peak.perMinute, unit),
    moment: momentText(paper, peak.from),
    usual: usualText(words, usual[steps.indexOf(peak)] ?? 0, unit),
  })
  return html`<figure class="heard"><figcaption>${words.say('picture.title')}</figcaption>
<svg class="plot" width="100%" height="${head + height + 1}" role="img" aria-label="${summary}">
<defs><pattern id="p-none" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="p-none" d="M0 0v7"/></pattern>
<pattern id="p-out" width="6" height="6" patternUnits="userSpaceOnUse"><path class="p-out" d="M1 1h1.6v1.6H1z"/></pattern></defs>
${outages.map(span => html`${band(span, 'p-out')}${outageLabel(paper, span, share)}`)}
${unheard.map(span => band(span, 'p-none'))}
<text x="0" y="13">${words.say('picture.rate', { n: max, unit })}</text>
<svg viewBox="0 0 ${steps.length} ${height}" y="${head}" width="100%" height="${height}" preserveAspectRatio="none"><path class="p-grid" d="M0 0H${steps.length}M0 ${height / 2}H${steps.length}"/><path class="p-heard" d="${area(seen, max, height)}"/><path class="p-usual" d="${line(scaled(usual), max, height)}"/><path class="p-ground" d="M0 ${height}H${steps.length}"/></svg>
</svg>
<p class="axis">${[0, 1, 2, 3, 4].map(
    quarter =>
      html`<span>${moment(paper, first.from + (quarter * steps.length * heardStep) / 4, 'clock')}</span>`,
  )}</p>
<ul class="key"><li>${swatch('<path class="p-heard" d="M0 12V7h5V3h6v4h5v5z"/>')} ${words.say('picture.people')}</li>
${usual.every(each => each === null) ? '' : html`<li>${swatch('<path class="p-usual" d="M0 7h16"/>')} ${words.say('picture.usual')}</li>`}
${outages.length === 0 ? '' : html`<li>${swatch('<path fill="url(#p-out)" d="M0 0h16v12H0z"/>')} ${words.say('picture.outage')}</li>`}
${unheard.length === 0 ? '' : html`<li>${swatch('<path fill="url(#p-none)" d="M0 0h16v12H0z"/>')} ${words.say('picture.unheard')}</li>`}</ul>
${heardRows(paper, service, steps)}
${hourTable(paper, steps, usual)}</figure>`
}

function swatch(shape: string): Html {
  return html`<svg class="swatch" viewBox="0 0 16 12" aria-hidden="true">${raw(shape)}</svg>`
}

/** What is usual at each step, in people a minute; null where the judge has not learnt that hour of the week. */
function usualOf({ view }: Paper, service: Service, steps: readonly HeardStep[]): (number | null)[] {
  const learnt = view.usuals.get(service.id)?.perMinute
  // 1 January 1970 was a Thursday; the week of what is usual begins on Monday.
  return steps.map(({ from }) => learnt?.[(Math.floor(from / hourMs) + 3 * 24) % 168] ?? null)
}

/** When it was seen out from outside, as steps from the picture's beginning. */
function outageSpans({ view }: Paper, service: Service, begins: number, steps: number): [number, number][] {
  const step = (at: number) => Math.min(steps, Math.max(0, (at - begins) / heardStep))
  return view.incidents
    .map(incident => incident.components.filter(part => part.component.startsWith(`${service.id}/`)))
    .filter(parts => parts.length > 0)
    .map((parts): [number, number] => [
      step(Math.min(...parts.map(part => part.began))),
      step(Math.max(...parts.map(part => part.ended ?? view.generated))),
    ])
    .filter(([from, to]) => to > from)
}

/** Written over the band towards the picture's middle, so that it never leaves the picture. */
function outageLabel({ words }: Paper, [from, to]: [number, number], share: (step: number) => string): Html {
  const late = from + to > heardSteps
  return html`<text x="${share(late ? to : from)}" y="13"${late ? raw(' text-anchor="end"') : ''}>${words.say('picture.outage')}</text>`
}
