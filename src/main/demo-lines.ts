import type { Incident } from '../model/incident.ts'
import type { Judgement } from '../model/judgement.ts'
import { frontOf } from '../tell/front.ts'
import { sharesOf } from '../tell/standing.ts'
import { appIsBack, causeSentences, developmentText, incidentHeadline, placeName } from '../tell/story.ts'
import type { SiteView } from '../tell/view.ts'
import type { Words } from '../tell/words/words.ts'

/** Says in plain words, a line each, what was concluded, and nothing twice. */
export class DemoLines {
  readonly #words: Words
  readonly #told = new Map<string, number>()
  readonly #vantages = new Map<string, string>()
  #headline = ''

  constructor(words: Words) {
    this.#words = words
  }

  /** What these judgements say beyond what was told. `view` is gathered after them. */
  news(judgements: readonly Judgement[], view: SiteView): string[] {
    const lines = judgements.flatMap(judgement => {
      if (judgement.kind === 'incident') return this.#developments(judgement, view)
      return judgement.kind === 'vantage' ? this.#vantage(judgement, view) : []
    })
    const { headline } = frontOf(this.#words, view)
    if (headline === this.#headline) return lines
    this.#headline = headline
    return [...lines, headline]
  }

  /** Suspicions are not told; the timeline of what is confirmed tells them with it. */
  #developments(incident: Incident, view: SiteView): string[] {
    if (incident.confirmed === undefined) return []
    const told = this.#told.get(incident.id) ?? 0
    this.#told.set(incident.id, incident.timeline.length)
    return incident.timeline.slice(told).map(line => developmentText(this.#words, view, line))
  }

  /** A vantage point's first word, that it sees, is no news. */
  #vantage({ vantagePoint: id, state }: Extract<Judgement, { kind: 'vantage' }>, view: SiteView): string[] {
    const before = this.#vantages.get(id) ?? 'sound'
    this.#vantages.set(id, state)
    return before === state ? [] : [`${placeName(view, id)}: ${this.#words.say(`vantage.${state}`)}`]
  }
}

/** What it came to: each incident with its causes, and how long each service's app was away. */
export function demoSummary(words: Words, view: SiteView): string[] {
  return view.incidents.toReversed().flatMap(incident => [
    incidentHeadline(words, view, incident),
    ...causeSentences(words, view, incident).map(sentence => `  ${sentence}`),
    ...sharesOf(view, incident).flatMap(share => {
      const apps = share.parts.filter(part => part.role === 'app')
      const parts = apps.length > 0 ? apps : share.parts
      const began = Math.min(...parts.map(part => part.began))
      const ended = Math.max(...parts.map(part => part.ended ?? view.generated))
      const open = appIsBack(share) ? '' : ` (${words.say('time.until_now')})`
      return `  ${words.name(share.service.names)}: ${words.duration(ended - began)}${open}`
    }),
  ])
}
