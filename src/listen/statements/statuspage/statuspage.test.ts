import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allWords } from '../../../../test/site/browser.ts'
import { nightView, phases } from '../../../../test/site/night.ts'
import { renderSite } from '../../../tell/site.ts'
import { statuspage } from './statuspage.ts'

const url = 'https://status.example/'
const at = (clock: string) => `2024-03-05T${clock}:00.000Z`
const component = (id: string, name: string, status: string, clock: string) => ({
  id,
  name,
  status,
  updated_at: at(clock),
})
const update = (id: string, status: string, body: string, clock: string) => ({
  id,
  status,
  body,
  created_at: at(clock),
  display_at: at(clock),
})
const chats = {
  id: 'inc1',
  name: 'Chats are slow',
  status: 'identified',
  impact: 'minor',
  shortlink: 'https://stspg.example/inc1',
  components: [{ id: 'c1', name: 'Chats' }],
  incident_updates: [
    update('u2', 'identified', 'We have found it.<br />A queue is full.', '15:20'),
    update('u1', 'investigating', 'We are looking into it.', '15:05'),
  ],
}
const works = {
  id: 'm1',
  name: 'Works on the database',
  status: 'scheduled',
  impact: 'maintenance',
  incident_updates: [update('u3', 'scheduled', 'From 02:00 to 03:00 UTC.', '10:00')],
}
const past = {
  id: 'inc0',
  name: 'Calls failed',
  status: 'resolved',
  impact: 'major',
  shortlink: null,
  components: [{ id: 'c2', name: 'Calls' }],
  incident_updates: [update('u0', 'resolved', 'Calls work again.', '09:00')],
}
const summary = {
  page: { id: 'p', name: 'Example', url, time_zone: 'Etc/UTC', updated_at: at('15:21') },
  components: [
    component('c1', 'Chats', 'degraded_performance', '15:05'),
    component('c2', 'Calls', 'operational', '09:00'),
  ],
  incidents: [chats],
  scheduled_maintenances: [works],
  status: { indicator: 'minor', description: 'Partially Degraded Service' },
}
const answers = [JSON.stringify(summary), JSON.stringify({ page: summary.page, incidents: [chats, past] })]

function draftsOf(entry: object, texts = answers) {
  const reading = statuspage.read(statuspage.entry.parse({ url, ...entry }), texts)
  assert.ok('drafts' in reading)
  return reading.drafts
}

test('it asks for the summary, and for what is over only when the page has changed', () => {
  const entry = { url }
  const [first, second] = [statuspage.next(entry, []), statuspage.next(entry, answers.slice(0, 1))]
  assert.equal(first?.url, 'https://status.example/api/v2/summary.json')
  assert.equal(second?.url, 'https://status.example/api/v2/incidents.json')
  const later = JSON.stringify({ ...summary, incidents: [] })
  assert.notEqual(statuspage.next(entry, [later])?.mark, second?.mark)
  assert.equal(statuspage.next(entry, answers), undefined)
})

test('what the page says of the whole is its claim, in its own words', () => {
  const [standing] = draftsOf({})
  assert.deepEqual(standing, {
    ref: 'standing',
    thread: 'standing',
    title: 'Partially Degraded Service',
    text: '',
    url,
    at: Date.parse(at('15:21')),
    claims: 'degraded_performance',
  })
})

test('each update is a statement of its incident, as plain text with its time and link; works that are announced too', () => {
  const drafts = draftsOf({}).slice(1)
  assert.deepEqual(
    drafts.map(({ ref, thread, title, text, at: when = 0, url: link, claims }) => [
      ref,
      thread,
      title,
      text,
      new Date(when).toISOString().slice(11, 16),
      link,
      claims,
    ]),
    [
      [
        'inc1/u2',
        'inc1',
        'Chats are slow',
        'We have found it.\nA queue is full.',
        '15:20',
        chats.shortlink,
        undefined,
      ],
      ['inc1/u1', 'inc1', 'Chats are slow', 'We are looking into it.', '15:05', chats.shortlink, undefined],
      ['m1/u3', 'm1', works.name, 'From 02:00 to 03:00 UTC.', '10:00', undefined, undefined],
      [
        'inc1/u2',
        'inc1',
        'Chats are slow',
        'We have found it.\nA queue is full.',
        '15:20',
        chats.shortlink,
        undefined,
      ],
      ['inc1/u1', 'inc1', 'Chats are slow', 'We are looking into it.', '15:05', chats.shortlink, undefined],
      ['inc0/u0', 'inc0', 'Calls failed', 'Calls work again.', '09:00', undefined, undefined],
    ],
  )
})

test('of a page of several services only the components named count, by name or id', () => {
  const [calls, ...statements] = draftsOf({ components: ['calls'] })
  assert.deepEqual(
    [calls?.title, calls?.claims, calls?.at],
    ['Calls: operational', 'operational', Date.parse(at('09:00'))],
  )
  assert.deepEqual(
    statements.map(({ thread }) => thread),
    ['m1', 'inc0'],
  )
  const [both] = draftsOf({ components: ['c1', 'c2'] })
  assert.deepEqual(
    [both?.title, both?.claims],
    ['Chats: degraded performance, Calls: operational', 'degraded_performance'],
  )
  const missing = statuspage.read({ url, components: ['Payments'] }, answers)
  assert.deepEqual(missing, { because: 'component_missing' })
})

test('a word that is not Statuspage’s claims nothing', () => {
  const odd = { ...summary, status: { indicator: 'so-so', description: 'So so' } }
  const [standing] = draftsOf({}, [JSON.stringify(odd), answers[1] ?? ''])
  assert.deepEqual([standing?.title, standing?.claims], ['So so', undefined])
})

test('it reads our own API v2, before the night, in it and after', async () => {
  const languages = await allWords()
  const reading = (phase: keyof typeof phases) => {
    const site = new Map(renderSite(nightView(phases[phase]), languages, 'https://prahari.example'))
    return draftsOf(
      {},
      ['summary', 'incidents'].map(name => site.get(`api/v2/${name}.json`) ?? ''),
    )
  }
  const [before] = reading('before')
  assert.deepEqual([before?.title, before?.claims], ['All Systems Operational', 'operational'])
  const [during, ...told] = reading('during')
  assert.deepEqual(
    [during?.title, during?.claims],
    ['Facebook, Instagram, WhatsApp and Messenger are down', 'major_outage'],
  )
  assert.ok(told.some(({ text }) => text.startsWith('Confirmed')))
  const [after, ...past] = reading('after')
  assert.equal(after?.claims, 'operational')
  assert.ok(past.some(({ text }) => text.startsWith('Over')))
})
