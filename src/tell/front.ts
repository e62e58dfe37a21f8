import type { Incident } from '../model/incident.ts'
import { worse } from '../model/status.ts'
import { openIncidents, regionalTroubles, serviceStatus, sharesOf, sightOf, worstOf } from './standing.ts'
import { fewNames, incidentHeadline, placeName, serviceName } from './story.ts'
import type { SiteView } from './view.ts'
import { unexplainedVoices } from './voice.ts'
import type { Words } from './words/words.ts'

/** What leads the front page: one headline, one sentence under it, and the incident it speaks of. */
export interface Front {
  readonly tone: 'blind' | 'starting' | 'well' | 'trouble'
  readonly headline: string
  readonly deck: string
  readonly lead?: Incident
}

/** Chooses what leads: our own blindness first, then the gravest open incident, what is seen in places, what people report. */
export function frontOf(words: Words, view: SiteView): Front {
  const sight = sightOf(view)
  if (sight !== 'watching') {
    return { tone: sight, headline: words.say(`headline.${sight}`), deck: words.say(`deck.${sight}`) }
  }
  const lead = gravest(view)
  if (lead !== undefined) {
    const within = new Set(sharesOf(view, lead).map(share => share.service))
    const others = view.catalogue.services.filter(service => !within.has(service))
    const well = others.filter(service => serviceStatus(view, service) === 'operational').length
    const deck = well > 0 && well === others.length ? words.say('deck.others_well', { count: well }) : ''
    return { tone: 'trouble', headline: incidentHeadline(words, view, lead), deck, lead }
  }
  const regional = regionalTroubles(view)
  if (regional.length > 0) {
    const names = new Set(
      regional.map(verdict => serviceName(words, view, verdict.component.split('/')[0] ?? '')),
    )
    const places = new Set(regional.flatMap(verdict => verdict.failing).map(id => placeName(view, id)))
    return {
      tone: 'trouble',
      headline: words.say('headline.regional', { services: words.list([...names]) }),
      deck: words.say('deck.regional', { places: words.list([...places]) }),
    }
  }
  const reported = unexplainedVoices(view)
  if (reported.length > 0) {
    const names = reported.map(({ service }) => words.name(service.names))
    return {
      tone: 'trouble',
      headline: words.say('headline.people', { services: fewNames(words, names) }),
      deck: words.say('deck.people'),
    }
  }
  const unseen = view.catalogue.services.filter(service => serviceStatus(view, service) === 'unknown').length
  if (unseen > 0) {
    return {
      tone: 'well',
      headline: words.say('headline.part_unseen'),
      deck: words.say('deck.part_unseen', { count: unseen }),
    }
  }
  return {
    tone: 'well',
    headline: words.say('headline.all_well', { count: view.catalogue.services.length }),
    deck: words.say('deck.all_well'),
  }
}

function gravest(view: SiteView): Incident | undefined {
  return openIncidents(view).sort((a, b) => {
    if (worstOf(a) !== worstOf(b)) return worse(worstOf(a), worstOf(b)) === worstOf(a) ? -1 : 1
    return sharesOf(view, b).length - sharesOf(view, a).length || a.began - b.began
  })[0]
}
