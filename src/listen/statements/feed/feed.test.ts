import assert from 'node:assert/strict'
import { test } from 'node:test'
import { feed } from './feed.ts'

function draftsOf(text: string, entry: object = {}) {
  const reading = feed.read(feed.entry.parse({ url: 'https://status.example/', ...entry }), [text])
  assert.ok('drafts' in reading)
  return reading.drafts
}

const atom = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Status</title><id>urn:x</id><updated>2024-03-05T10:00:00Z</updated>
<entry><id>urn:x:2</id><title>Mail is down</title><updated>2024-03-05T09:30:00+06:00</updated>
<link rel="self" href="https://status.example/2.xml"/><link href="https://status.example/2"/>
<content type="html">&lt;p&gt;We are &lt;b&gt;on it&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;More soon.&lt;/p&gt;</content></entry>
<entry xml:lang="bn"><id>urn:x:1</id><title>১ &lt; ২</title><updated>2024-03-04T10:00:00Z</updated><summary>মেরামত চলছে</summary></entry>
</feed>`

const rss = `<rss version="2.0"><channel><title>Status</title><link>https://status.example/</link><description>d</description><language>en-us</language>
<item><guid isPermaLink="false">g1</guid><title>RESOLVED: logins</title><pubDate>Tue, 05 Mar 2024 09:00:00 GMT</pubDate><link>https://status.example/g1</link>
<description><![CDATA[<p>Logins &amp; searches work.</p>]]></description></item>
<item><title>Nothing more</title></item></channel></rss>`

test('of Atom each entry is a statement: in the language that it says, what is marked up as plain text', () => {
  assert.deepEqual(draftsOf(atom), [
    {
      ref: 'urn:x:2',
      title: 'Mail is down',
      text: 'We are on it.\n\nMore soon.',
      at: Date.parse('2024-03-05T03:30:00Z'),
      url: 'https://status.example/2',
      language: 'en',
    },
    {
      ref: 'urn:x:1',
      title: '১ < ২',
      text: 'মেরামত চলছে',
      at: Date.parse('2024-03-04T10:00:00Z'),
      language: 'bn',
    },
  ])
})

test('of RSS each item is, also one that says hardly anything of itself', () => {
  assert.deepEqual(draftsOf(rss), [
    {
      ref: 'g1',
      title: 'RESOLVED: logins',
      text: 'Logins & searches work.',
      at: Date.parse('2024-03-05T09:00:00Z'),
      url: 'https://status.example/g1',
      language: 'en-us',
    },
    { ref: 'Nothing more undefined', title: 'Nothing more', text: '', language: 'en-us' },
  ])
})

test('of RDF (RSS 1.0) too', () => {
  const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://status.example/"><title>Status</title><link>https://status.example/</link><description>d</description></channel>
<item rdf:about="https://status.example/1"><title>Works tonight</title><link>https://status.example/1</link><dc:date>2024-03-05T10:00:00Z</dc:date></item></rdf:RDF>`
  const [item] = draftsOf(rdf)
  assert.deepEqual([item?.title, item?.at], ['Works tonight', Date.parse('2024-03-05T10:00:00Z')])
})

test('of a JSON Feed too', () => {
  const text = JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Status',
    language: 'bn',
    items: [
      {
        id: '1',
        content_html: '<p>ঠিক হয়েছে</p>',
        date_published: '2024-03-05T10:00:00Z',
        url: 'https://status.example/1',
      },
    ],
  })
  const [item] = draftsOf(text)
  assert.deepEqual([item?.ref, item?.text, item?.language], ['1', 'ঠিক হয়েছে', 'bn'])
})

test('of a feed that speaks of other things too only what holds one of the words', () => {
  assert.deepEqual(
    draftsOf(atom, { contains: ['mail', 'calendar'] }).map(({ ref }) => ref),
    ['urn:x:2'],
  )
})

test('its address may be another than the page’s', () => {
  const entry = { url: 'https://status.example/', from: 'https://status.example/feed.atom' }
  assert.equal(feed.next(entry, [])?.url, entry.from)
})
