import { generateAtomFeed } from 'feedsmith'
import type { Incident } from '../../model/incident.ts'
import type { Service } from '../../model/service.ts'
import { slug } from '../page/parts.ts'
import { causeSentences, developmentText, incidentHeadline } from '../story.ts'
import type { SiteView } from '../view.ts'
import type { Words } from '../words/words.ts'

/** One incident is one entry, whose text grows: readers see it change and are told once. */
const entriesShown = 30

/**
 * An Atom feed (RFC 4287) of all incidents, or of one service's.
 * @param publicUrl the site's address, ending in a slash
 */
export function atomFeed(words: Words, view: SiteView, publicUrl: string, service?: Service): string {
  const path = service === undefined ? '' : `services/${service.id}/`
  const home = `${publicUrl}${words.tag}/${path}`
  const incidents = view.incidents
    .filter(
      incident =>
        service === undefined ||
        incident.components.some(part => part.component.startsWith(`${service.id}/`)),
    )
    .slice(0, entriesShown)
  return generateAtomFeed({
    id: `${home}feed.atom`,
    title: {
      value:
        service === undefined
          ? words.say('feed.title')
          : words.say('feed.service', { service: words.name(service.names) }),
    },
    updated: new Date(Math.max(0, ...incidents.map(incident => incident.updated))),
    authors: [{ name: words.say('site.name'), uri: publicUrl }],
    links: [
      { href: `${home}feed.atom`, rel: 'self', type: 'application/atom+xml' },
      { href: home, rel: 'alternate', type: 'text/html', hreflang: words.tag },
    ],
    entries: incidents.map(incident => toEntry(words, view, publicUrl, incident)),
    xml: { lang: words.tag },
  })
}

function toEntry(words: Words, view: SiteView, publicUrl: string, incident: Incident) {
  const url = `${publicUrl}${words.tag}/incidents/${slug(incident.id)}/`
  const told = incident.timeline.filter(line => line.code !== 'suspected')
  const lines = told.map(
    line =>
      `${words.date(line.at, 'UTC')} ${words.clock(line.at, 'UTC')} UTC: ${developmentText(words, view, line)}`,
  )
  return {
    id: url,
    title: { value: incidentHeadline(words, view, incident) },
    updated: new Date(incident.updated),
    published: new Date(incident.confirmed ?? incident.detected),
    links: [{ href: url, rel: 'alternate', type: 'text/html', hreflang: words.tag }],
    summary: { type: 'text', value: causeSentences(words, view, incident).join(' ') },
    content: { type: 'text', value: lines.reverse().join('\n') },
  }
}
