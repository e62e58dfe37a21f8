import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliCompressSync } from 'node:zlib'
import { parseAtomFeed } from 'feedsmith'
import { renderSite } from '../../src/tell/site.ts'
import type { SiteView } from '../../src/tell/view.ts'
import { allWords } from './browser.ts'
import { nightView, phases } from './night.ts'

const languages = await allWords()
type Site = ReadonlyMap<string, string>
const render = (view: SiteView): Site => new Map(renderSite(view, languages, 'https://prahari.example'))
const sites = {
  before: render(nightView(phases.before)),
  during: render(nightView(phases.during)),
  recovering: render(nightView(phases.recovering)),
  after: render(nightView(phases.after)),
}

function page(site: Site, path: string): string {
  const text = site.get(path)
  assert(text !== undefined, `${path} is missing`)
  return text
}

/** What a reader without script and style would read. */
function textOf(markup: string): string {
  const main = markup.slice(markup.indexOf('<main'), markup.indexOf('</main>'))
  return main
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll(/\s+/g, ' ')
}

test('during the night the front page says who, what, since when and whether it comes back', () => {
  const text = textOf(page(sites.during, 'en/index.html'))
  for (const said of [
    'Facebook, Instagram, WhatsApp and Messenger are down',
    'Them, not you: seen from 3 of 3 vantage points.',
    'Facebook, WhatsApp and Messenger: the authoritative name servers cannot be reached; the routes to the network were withdrawn from the internet.',
    'Instagram: the servers answer with error 503 while the name resolves.',
    '15:45 UTC',
    'No sign of it yet.',
  ]) {
    assert(text.includes(said), said)
  }
})

test('the same in Bengali, in Bengali numerals', () => {
  const text = textOf(page(sites.during, 'bn/index.html'))
  for (const said of ['ফেসবুক, ইনস্টাগ্রাম, হোয়াটসঅ্যাপ এবং মেসেঞ্জার বন্ধ', '৫০৩ ত্রুটি', 'দুপুর ৩টা ৪৫']) {
    assert(text.includes(said), said)
  }
})

test('the return is told in steps: what is back, what lags, what is still out', () => {
  const text = textOf(page(sites.recovering, 'en/index.html'))
  assert.match(text, /are coming back/)
  assert.match(text, /Back: Facebook, Instagram and Messenger\. Not yet: Facebook \(Photos and videos\), /)
  assert.match(text, /Facebook Partly down/)
  const incident = textOf(page(sites.recovering, 'en/incidents/i-2021-10-04-1/index.html'))
  assert.match(incident, /Facebook: Photos and videos .* The app is back, this not yet\./)
  assert.match(incident, /4 October 2021, 08:45 GMT-7/)
})

test('a service page says what it stands on, with whom, and what it would be lost with', () => {
  const english = textOf(page(sites.before, 'en/services/facebook/index.html'))
  for (const said of [
    'a.ns.facebook.com AS32934 Facebook',
    '157.240.1.35 AS32934 Facebook',
    'Network: Instagram, WhatsApp and Messenger AS32934 Facebook',
    'What it would be lost with',
    'serious : all 4 name servers of facebook.com stand in one network (AS32934 Facebook): if it is lost, the name is lost.',
  ])
    assert(english.includes(said), said)
  assert.match(textOf(page(sites.before, 'bn/services/facebook/index.html')), /কী গেলে এটিও যাবে.*গুরুতর/)
  assert.doesNotMatch(textOf(page(sites.before, 'en/services/x/index.html')), /What it stands on/)
})

test('an incident says what its services fell together by, a network by its name', () => {
  const text = textOf(page(sites.during, 'en/incidents/i-2021-10-04-1/index.html'))
  assert.match(text, /Facebook, Messenger and WhatsApp: Network AS32934 Facebook/)
})

test('a service page puts the operator’s word beside what is seen, and says where they disagree', () => {
  const instagram = textOf(page(sites.during, 'en/services/instagram/index.html'))
  assert.match(instagram, /Officially Working All Systems Operational since 14:02 UTC/)
  assert.match(instagram, /Seen from outside Down since 15:46 UTC/)
  assert.match(instagram, /Instagram: officially all is well; seen from outside it is not\./)
  const facebook = textOf(page(sites.during, 'en/services/facebook/index.html'))
  assert.match(facebook, /Cannot be reached since 15:44 UTC \. dns_servfail_error/)
  const reddit = textOf(page(sites.during, 'en/services/reddit/index.html'))
  assert.match(reddit, /We cannot read it since 14:30 UTC \. status_403/)
  const messenger = textOf(page(sites.during, 'en/services/messenger/index.html'))
  assert.match(messenger, /status\.messenger\.example page\. For businesses only\./)
})

test('an incident says how soon operators spoke, what they said word for word, and which page fell with its service', () => {
  const during = textOf(page(sites.during, 'en/incidents/i-2021-10-04-1/index.html'))
  assert.match(during, /WhatsApp Working .* none yet, 1 hour, 24 minutes after we saw the trouble/)
  assert.match(
    during,
    /Facebook: the official page status\.facebook\.example cannot be reached since 15:44 UTC/,
  )
  const after = textOf(page(sites.after, 'en/incidents/i-2021-10-04-1/index.html'))
  for (const said of [
    'Facebook: the first official word came 4 hours, 7 minutes after we saw the trouble.',
    'Instagram: the first official word came 1 hour, 54 minutes after we saw the trouble.',
    'WhatsApp: there was no official word while it lasted.',
    'could not be reached from 15:44 UTC until 21:31 UTC .',
    'Our networks have trouble, and everyone here is at work on it.',
    'The operator’s own words, as published.',
  ])
    assert(after.includes(said), said)
  assert.doesNotMatch(after, /Messenger: (the first|there was)/)
})

test('what an operator says stays in its own language on every page, and says which', () => {
  for (const language of ['en', 'bn']) {
    const markup = page(sites.during, `${language}/services/bkash/index.html`)
    assert.match(markup, /<blockquote lang="bn" dir="auto"><p><b>রাতে রক্ষণাবেক্ষণ<\/b><\/p>/)
  }
  assert.match(
    page(sites.after, 'bn/services/facebook/index.html'),
    /<blockquote lang="en" dir="auto"><p>\(test data\)/,
  )
})

test('a long statement is folded away, and whole', () => {
  const markup = page(sites.after, 'en/services/facebook/index.html')
  assert.match(
    markup,
    /with us\.<\/p><details><summary lang="en">The rest of it<\/summary><p>It will take a while/,
  )
  assert.match(markup, /We will tell what happened when we know all of it\.<\/p><\/details>/)
})

test('the API tells the operator’s word beside the status, and that it disagrees', () => {
  const { services } = JSON.parse(page(sites.during, 'api/v1/status.json'))
  const instagram = services.find((each: { id: string }) => each.id === 'instagram')
  const { claims, disagrees, since, latest } = instagram.official
  assert.deepEqual(
    [instagram.status, claims, disagrees, since],
    ['major_outage', 'operational', true, '2021-10-04T14:02:00.000Z'],
  )
  const file = (id: string) => JSON.parse(page(sites.during, `api/v1/services/${id}/statements.json`))
  const { statements, sources } = file('instagram')
  assert.deepEqual(
    [statements[0].id, statements[0].title, sources[0].state],
    [latest.id, 'All Systems Operational', 'heard'],
  )
  const facebook = services.find((each: { id: string }) => each.id === 'facebook')
  assert.deepEqual(facebook.official.lost, ['https://status.facebook.example/'])
  assert.equal(file('facebook').sources[0].because, 'dns_servfail_error')
})

test('the text page says of services that are down what was known to be their single point, once', () => {
  const text = page(sites.during, 'en/text/index.html')
  const said =
    /stands on: all 4 name servers of facebook\.com, instagram\.com, whatsapp\.com and messenger\.com stand/
  assert.match(text, said)
  assert.doesNotMatch(page(sites.before, 'en/text/index.html'), /stands on/)
})

test('after the night all is well again and the incident is kept', () => {
  const text = textOf(page(sites.after, 'en/index.html'))
  assert.match(text, /All 30 services that we watch are well/)
  assert.match(text, /Messenger were down/)
})

test('cut off, we say that it is us, every status is unknown and nothing is called down', () => {
  for (const sight of ['cut_off', 'silent'] as const) {
    const site = render(nightView(phases.during, sight))
    for (const path of ['en/index.html', 'en/services/facebook/index.html', 'en/text/index.html']) {
      const text = textOf(page(site, path))
      assert.match(text, /We cannot see\. Nothing here means that a service is down/, path)
      assert.doesNotMatch(text, /\bDown\b|are down|Working|No sign/, path)
    }
    const summary = JSON.parse(page(site, 'api/v2/summary.json'))
    assert.deepEqual(summary.components, [])
    assert.equal(summary.status.description, 'We ourselves are offline')
  }
})

test('before the first judgement we say that we have just begun', () => {
  assert.match(
    textOf(page(render(nightView(phases.before, 'starting')), 'en/index.html')),
    /just begun to look/,
  )
})

test('hostile names, arguments and ids are shown, never obeyed', () => {
  const evil = `"><script>alert(1)</script><img src=x onerror='alert(1)'>`
  const { history, ...rest } = nightView(phases.during)
  const view = { ...structuredClone(rest), history }
  const [service] = view.catalogue.services
  const [incident] = view.incidents
  assert(service !== undefined && incident !== undefined)
  service.names = { en: evil, bn: evil }
  service.operator = evil
  service.homepage = 'javascript:alert(1)'
  incident.id = `../../${evil}`
  incident.bonds = [{ key: `ns:${evil}`, services: [service.id, evil] }]
  const fate = view.fates.get(service.id)
  const [zone] = fate?.zones ?? []
  const [point] = fate?.singlePoints ?? []
  assert(fate !== undefined && zone !== undefined && point !== undefined)
  Object.assign(zone, { zone: evil, nameServers: [{ host: evil, places: [] }] })
  Object.assign(fate.servers[0] ?? {}, { address: evil, network: evil, cdn: evil })
  Object.assign(fate.certificates[0] ?? {}, { issuer: evil, subject: evil })
  point.args = { ...point.args, zones: [evil], as: evil }
  for (const part of incident.components) {
    for (const finding of part.cause?.chain ?? []) finding.args = { status: evil, host: evil }
  }
  for (const statement of view.statements.get(service.id) ?? []) {
    Object.assign(statement, {
      title: evil,
      text: evil.repeat(9),
      url: 'javascript:alert(1)',
      language: evil,
    })
  }
  for (const change of view.sources.get(service.id) ?? []) change.because = evil
  service.official.push({ kind: evil, url: 'javascript:alert(1)', note: { en: evil } })
  for (const look of view.looks.values()) for (const step of look.steps) step.with = evil
  for (const [path, text] of render(view)) {
    assert.doesNotMatch(path, /\.\.\/|[<>"]/)
    if (!path.endsWith('.html')) continue
    assert.doesNotMatch(text, /<script>|<img|javascript:/, path)
  }
})

test('the front page with all that it loads is under 30 kB compressed, the text page under 5 kB', () => {
  const weigh = (text: string) => brotliCompressSync(Buffer.from(text)).length
  for (const site of Object.values(sites)) {
    for (const language of ['en', 'bn']) {
      const loads = [`${language}/index.html`, 'style.css', 'site.js', 'favicon.svg', 'api/v1/status.json']
      const total = loads.map(path => weigh(page(site, path))).reduce((a, b) => a + b)
      assert(total < 30_000, `${language}: ${total}`)
      assert(Buffer.byteLength(page(site, `${language}/text/index.html`)) < 5000)
    }
  }
})

test('every link inside the site leads to a file of it', () => {
  const site = sites.during
  for (const [path, text] of site) {
    if (!path.endsWith('.html')) continue
    for (const [, target = ''] of text.matchAll(/ (?:href|src)="([^"#:]*)"/g)) {
      const { pathname } = new URL(target, `https://x/${path}`)
      const file = pathname.endsWith('/') ? `${pathname}index.html` : pathname
      assert(site.has(file.slice(1)), `${path} links to ${target}`)
    }
  }
})

test('the feeds are Atom that a reader can parse, one entry an incident', () => {
  for (const path of ['en/feed.atom', 'bn/services/facebook/feed.atom']) {
    const feed = parseAtomFeed(page(sites.during, path))
    assert.equal(feed.entries?.length, 1, path)
    assert.match(feed.entries?.[0]?.id ?? '', /^https:\/\/prahari\.example\/..\/incidents\//)
  }
  assert.equal(parseAtomFeed(page(sites.during, 'en/services/x/feed.atom')).entries?.length ?? 0, 0)
})

test('the summary has the shape and the closed words of Statuspage v2', () => {
  const summary = JSON.parse(page(sites.during, 'api/v2/summary.json'))
  assert.deepEqual(Object.keys(summary), [
    'page',
    'components',
    'incidents',
    'scheduled_maintenances',
    'status',
  ])
  assert.deepEqual(Object.keys(summary.page), ['id', 'name', 'url', 'time_zone', 'updated_at'])
  const fields = [
    ...['id', 'name', 'status', 'created_at', 'updated_at', 'position', 'description', 'showcase'],
    ...['start_date', 'group_id', 'page_id', 'group', 'only_show_if_degraded'],
  ]
  for (const component of summary.components) {
    assert.deepEqual(Object.keys(component).slice(0, 13), fields)
    assert.match(
      component.status,
      /^(operational|degraded_performance|partial_outage|major_outage|under_maintenance)$/,
    )
  }
  assert.equal(summary.status.indicator, 'critical')
  assert.equal(summary.incidents[0].status, 'identified')
  assert.equal(JSON.parse(page(sites.after, 'api/v2/incidents/unresolved.json')).incidents.length, 0)
  assert.equal(JSON.parse(page(sites.after, 'api/v2/status.json')).status.indicator, 'none')
})
