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
  assert.match(facebook, /Not reachable since 15:44 UTC \. dns_servfail_error/)
  const reddit = textOf(page(sites.during, 'en/services/reddit/index.html'))
  assert.match(reddit, /We have not been able to read it since 14:30 UTC \. status_403/)
  const messenger = textOf(page(sites.during, 'en/services/messenger/index.html'))
  assert.match(messenger, /status\.messenger\.example page\. For businesses only\./)
})

test('an incident says how soon operators spoke, what they said word for word, and which page fell with its service', () => {
  const during = textOf(page(sites.during, 'en/incidents/i-2021-10-04-1/index.html'))
  assert.match(during, /WhatsApp Working .* none yet, 1 hour, 24 minutes after we saw the trouble/)
  assert.match(
    during,
    /Facebook: the official page status\.facebook\.example has not been reachable since 15:44 UTC/,
  )
  assert.match(during, /Instagram and WhatsApp: officially all is well; seen from outside it is not\./)
  const after = textOf(page(sites.after, 'en/incidents/i-2021-10-04-1/index.html'))
  for (const said of [
    'Facebook: the first official word came 4 hours, 7 minutes after we saw the trouble.',
    'Instagram: the first official word came 1 hour, 54 minutes after we saw the trouble.',
    'WhatsApp: there was no official word while it lasted.',
    'was not reachable from 15:44 UTC until 21:31 UTC .',
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

test('what people say leads on the front page after what we see, carriers as the victims that they are', () => {
  const english = textOf(page(sites.during, 'en/index.html'))
  assert.match(
    english,
    /What people say WhatsApp People report problems since 15:42 UTC : about 2,500 a minute, usually 14\. Most name: Messages \(62%\)/,
  )
  assert.match(
    english,
    /Grameenphone People report .* Likely because of the trouble with Facebook\. Seen from outside, Grameenphone works\./,
  )
  const bengali = textOf(page(sites.during, 'bn/index.html'))
  assert.match(bengali, /মানুষ কী বলছেন হোয়াটসঅ্যাপ দুপুর ৩টা ৪২ \(UTC\) থেকে মানুষ সমস্যা জানাচ্ছেন: মিনিটে প্রায় ২,৫০০ জন/)
  assert.doesNotMatch(
    textOf(page(sites.before, 'en/index.html')),
    /What people say|People report problems since/,
  )
})

test('the text page says whom people report, and in words what we do not see', () => {
  const night = textOf(page(sites.during, 'en/text/index.html'))
  assert.match(
    night,
    /People report it too\. People report problems: Grameenphone and Jio Likely because of the trouble with Facebook\./,
  )
  assert.match(textOf(page(sites.during, 'bn/text/index.html')), /মানুষও তা-ই জানাচ্ছেন।/)
  assert.match(
    textOf(page(unexplained(), 'en/text/index.html')),
    /WhatsApp: People report problems since 15:42 UTC: about 2,500 a minute, usually 14\. .*From outside it answers/,
  )
})

test('a service page has what people say in words, as a picture with its words, and as numbers', () => {
  const markup = page(sites.during, 'en/services/whatsapp/index.html')
  const text = textOf(markup)
  for (const said of [
    'sending fails (78%)',
    'Mostly from Kolkata, Dhaka and West Bengal. It fits what we see from outside.',
    'Outage, seen from outside',
    'By part Part 24 hours People Messages',
    'By place Place 24 hours People Kolkata',
    'The numbers, hour by hour',
  ])
    assert(text.includes(said), said)
  assert.match(
    markup,
    /role="img" aria-label="At most about 4,100 people a minute reported, around 16:10 UTC; usual then: 16\."/,
  )
  assert.match(
    page(sites.during, 'bn/services/whatsapp/index.html'),
    /aria-label="সবচেয়ে বেশি খবর এসেছে বিকেল ৪টা ১০ \(UTC\) নাগাদ/,
  )
})

test('when nobody listened is hatched and told as unknown, in the picture and in the numbers', () => {
  const markup = page(sites.during, 'en/services/whatsapp/index.html')
  assert.match(markup, /<rect x="40\.97%" width="2\.78%" y="20" height="150" fill="url\(#p-none\)"\/>/)
  assert.match(markup, /Nobody listened: unknown/)
  const { heard, ...rest } = nightView(phases.during)
  const deaf = {
    ...rest,
    heard: (service: string) =>
      heard(service).map((step, index) => (index < 12 ? { ...step, perMinute: null, people: 0 } : step)),
  }
  const table = textOf(page(render(deaf), 'en/services/whatsapp/index.html'))
  assert.match(
    table,
    /Usual 17:10 Unknown \d+ 18:10 Unknown \d+ 19:10 \d.* 02:10 \d+ or more \d+ 03:10 \d+ or more /,
  )
})

test('places with very few people are not named, and few of those with many', () => {
  const { heard, ...rest } = nightView(phases.during)
  const places = { kolkata: 2, dhaka: 1 }
  const view = {
    ...rest,
    heard: (id: string) => heard(id).map((step, n) => ({ ...step, places: n === 9 ? places : {} })),
  }
  const text = textOf(page(render(view), 'en/services/whatsapp/index.html'))
  assert.doesNotMatch(text, /By place/)
})

test('what was held back is one line, with the reason', () => {
  assert.match(
    textOf(page(sites.during, 'en/services/nagad/index.html')),
    /No more problems are reported than usual\. .*Not counted in the last 24 hours: 12,000 reports beyond what one network may bring\. So that a few cannot/,
  )
  assert.match(
    textOf(page(sites.during, 'bn/services/nagad/index.html')),
    /শেষ ২৪ ঘণ্টায় গোনা হয়নি: এক নেটওয়ার্ক থেকে সীমার বেশি আসা ১২,০০০টি খবর।/,
  )
})

test('of a service that nobody listens for a quiet line says so, and nothing the front page', () => {
  assert.match(
    textOf(page(sites.during, 'en/services/x/index.html')),
    /Nobody listens to people’s reports at present/,
  )
  assert.match(textOf(page(sites.during, 'bn/services/x/index.html')), /এখন তা শোনা হচ্ছে না/)
  assert.doesNotMatch(textOf(page(sites.during, 'en/index.html')), /Nobody listens/)
})

/** The quiet afternoon, but people report WhatsApp. */
function unexplained(): Site {
  const voice = nightView(phases.during).voices.get('whatsapp')
  assert(voice !== undefined)
  return render({ ...nightView(phases.before), voices: new Map([['whatsapp', voice]]) })
}

test('what people report and we do not see leads the front page as what it is, and no status changes', () => {
  const site = unexplained()
  const text = textOf(page(site, 'en/index.html'))
  assert.match(text, /^.{0,60}People report problems with WhatsApp From outside we see it answer\./)
  assert.match(text, /WhatsApp Working/)
  assert.match(
    textOf(page(site, 'bn/index.html')),
    /হোয়াটসঅ্যাপ নিয়ে সমস্যার খবর আসছে বাইরে থেকে দেখা যাচ্ছে, সাড়া মিলছে।/,
  )
  assert.equal(JSON.parse(page(site, 'api/v1/status.json')).incidents.length, 0)
})

test('every service has its form, whole without a script, and the front page leads to it', () => {
  const markup = page(sites.before, 'bn/services/whatsapp/index.html')
  assert.match(markup, /<form id="report" method="post" action="\.\.\/\.\.\/\.\.\/api\/v1\/reports"/)
  for (const field of [
    'type="hidden" name="service" value="whatsapp"',
    'type="hidden" name="lang" value="bn"',
    'type="checkbox" name="component" value="messages"',
    'type="radio" name="problem" value="sending"',
    'select name="place"><option value="">',
    'option value="kolkata">কলকাতা',
    'option value="grameenphone">গ্রামীণফোন',
  ])
    assert(markup.includes(field), field)
  assert.doesNotMatch(page(sites.before, 'en/services/jio/index.html'), /option value="jio"/)
  assert.match(page(sites.before, 'en/index.html'), /href="\.\.\/en\/services\/whatsapp\/#report"/)
})

test('the pages that thank and that say what is kept are there, and each page leads to the second', () => {
  const thanks = textOf(page(sites.during, 'en/reported/index.html'))
  assert.match(thanks, /your report has arrived\..* What people report now WhatsApp People report/)
  assert.match(textOf(page(sites.before, 'bn/reported/index.html')), /কোনও পরিষেবা নিয়েই স্বাভাবিকের চেয়ে বেশি/)
  assert.match(
    textOf(page(sites.before, 'en/privacy/index.html')),
    /The key is a new one each day .* dropped after 48 hours/,
  )
  assert.match(
    textOf(page(sites.before, 'bn/privacy/index.html')),
    /চাবি প্রতি দিন \(UTC\) নতুন.* ৪৮ ঘণ্টা পরে মুছে ফেলা হয়/,
  )
  for (const [path, text] of sites.before)
    if (/^..\/(?!text\/).*\.html$/.test(path)) assert.match(text, /href="(\.\.\/)+..\/privacy\/"/, path)
})

test('the API says what people say, apart from the status, and nothing of whom nobody listens for', () => {
  const { services, heardUntil } = JSON.parse(page(sites.during, 'api/v1/status.json'))
  const people = (id: string) => services.find((each: { id: string }) => each.id === id).people
  assert.equal(people('x'), undefined)
  assert.deepEqual(people('nagad').held, { network: 12_000 })
  const { state, since, perMinute, victimOf } = people('jio')
  assert.deepEqual([state, since, victimOf], ['raised', '2021-10-04T15:42:20.000Z', 'facebook'])
  assert(perMinute > 100)
  assert.equal(heardUntil, '2021-10-04T17:10:00.000Z')
})

test('after the night all is well again and the incident is kept', () => {
  const text = textOf(page(sites.after, 'en/index.html'))
  assert.match(text, /All 32 services that we watch are well/)
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
  const { history, heard, ...rest } = nightView(phases.during)
  const view = { ...structuredClone(rest), history, heard }
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
  speakEvil(view, service.id, evil)
  for (const look of view.looks.values()) for (const step of look.steps) step.with = evil
  for (const [path, text] of render(view)) {
    assert.doesNotMatch(path, /\.\.\/|[<>"]/)
    if (!path.endsWith('.html')) continue
    assert.doesNotMatch(text, /<script>|<img|javascript:/, path)
  }
})

function speakEvil(view: SiteView, service: string, evil: string): void {
  const voice = view.voices.get(service)
  const [place] = view.catalogue.places ?? []
  assert(voice !== undefined && place !== undefined)
  place.names = { en: evil, bn: evil }
  Object.assign(voice, {
    components: [{ component: `${service}/${evil}`, share: 1 }],
    places: [place.id, evil].map(id => ({ place: id, share: 0.5 })),
    carriers: [{ carrier: evil, share: 1 }],
    victimOf: evil,
  })
}

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

test('a service page with all that it loads is under 30 kB compressed, its pictures under 8 kB as they are', () => {
  const weigh = (text: string) => brotliCompressSync(Buffer.from(text)).length
  for (const site of Object.values(sites)) {
    for (const language of ['en', 'bn']) {
      const loads = [
        `${language}/services/whatsapp/index.html`,
        'style.css',
        'site.js',
        'report.js',
        'proof.js',
      ]
      const total = [...loads, 'favicon.svg', 'api/v1/status.json'].map(path => weigh(page(site, path)))
      assert(total.reduce((a, b) => a + b) < 30_000, `${language}: ${total}`)
      const [figure = ''] =
        /<figure class="heard">.*?<\/figure>/s.exec(page(site, `${language}/services/whatsapp/index.html`)) ??
        []
      const pictures = [...figure.matchAll(/<svg.*?<\/svg>(\s*<\/svg>)?/gs)].map(([svg]) => svg.length)
      assert(pictures.length > 8)
      assert(pictures.reduce((a, b) => a + b) < 8000, `${language}: ${pictures}`)
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
