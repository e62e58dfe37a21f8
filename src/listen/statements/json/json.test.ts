import assert from 'node:assert/strict'
import { test } from 'node:test'
import { json } from './json.ts'
import { parsePath, pick } from './path.ts'

const url = 'https://status.example/'

function draftsOf(entry: object, document: unknown) {
  const reading = json.read(json.entry.parse({ url, from: url, ...entry }), [JSON.stringify(document)])
  assert.ok('drafts' in reading)
  return reading.drafts
}

test('a path leads by keys, places, every element, and those whose key has a value', () => {
  const document = {
    a: [
      { id: 'x', b: [1, 2] },
      { id: 'y', b: [3] },
    ],
    'c d': 0,
  }
  assert.deepEqual(pick(document, 'a[*].b[*]'), [1, 2, 3])
  assert.deepEqual(pick(document, 'a[1].b[0]'), [3])
  assert.deepEqual(pick(document, 'a[id=x].b[1]'), [2])
  assert.deepEqual(pick(document, 'a[7].b'), [])
  assert.deepEqual(pick(document.a, '[*].id'), ['x', 'y'])
  assert.deepEqual(pick(document, 'a.length'), [])
  assert.deepEqual(pick(document, 'toString'), [])
  assert.deepEqual(['a[', 'a[-1]', '[*', 'a b'].map(parsePath), [undefined, undefined, undefined, undefined])
})

test('a page in Slack’s form: how it stands by its word, and each note of what is under way', () => {
  const entry = {
    standing: 'status',
    events: 'active_incidents[*]',
    updates: 'notes[*]',
    title: 'title',
    text: 'body',
    time: 'date_created',
    link: 'url',
    status: 'type',
    statuses: { ok: 'operational', incident: 'partial_outage', outage: 'major_outage' },
  }
  const active = {
    status: 'active',
    date_created: '2024-03-05T07:00:00-08:00',
    active_incidents: [
      {
        id: 546,
        date_created: '2024-03-05T07:00:00-08:00',
        title: 'Chats do not load',
        type: 'outage',
        status: 'active',
        url: 'https://status.example/546',
        notes: [
          { date_created: '2024-03-05T07:30:00-08:00', body: 'We have <b>found</b> it.' },
          { date_created: '2024-03-05T07:00:00-08:00', body: 'We are looking.' },
        ],
      },
    ],
  }
  const [standing, ...notes] = draftsOf(entry, active)
  assert.deepEqual([standing?.title, standing?.claims], ['active', undefined])
  const common = {
    title: 'Chats do not load',
    url: 'https://status.example/546',
    claims: 'major_outage',
    thread: '546',
  }
  assert.deepEqual(notes, [
    {
      ref: '546/2024-03-05T07:30:00-08:00',
      ...common,
      text: 'We have found it.',
      at: Date.parse('2024-03-05T15:30:00Z'),
    },
    {
      ref: '546/2024-03-05T07:00:00-08:00',
      ...common,
      text: 'We are looking.',
      at: Date.parse('2024-03-05T15:00:00Z'),
    },
  ])
  const [ok, ...none] = draftsOf(entry, { status: 'ok', active_incidents: [] })
  assert.deepEqual([ok?.claims, none], ['operational', []])
})

test('a page in Google Cloud’s form: a list of incidents, each with its updates', () => {
  const document = [
    {
      id: 'abc',
      external_desc: 'Network in one region',
      uri: 'incidents/abc',
      updates: [{ when: '2024-03-05T10:00:00+00:00', text: '**Summary** mitigated', status: 'AVAILABLE' }],
    },
  ]
  const entry = {
    events: '[*]',
    updates: 'updates[*]',
    title: 'external_desc',
    text: 'text',
    time: 'when',
    link: 'uri',
  }
  assert.deepEqual(draftsOf(entry, document), [
    {
      ref: 'abc/2024-03-05T10:00:00+00:00',
      title: 'Network in one region',
      text: '**Summary** mitigated',
      at: Date.parse('2024-03-05T10:00:00Z'),
      url: 'https://status.example/incidents/abc',
      thread: 'abc',
    },
  ])
})

test('a page in Meta’s form: the worst of the services of one organisation, and what was written of each outage', () => {
  const statuses = { 'No known issues': 'operational', 'High disruptions': 'major_outage' }
  const orgs = [
    { id: 'chat-api', services: [{ status: 'No known issues' }, { status: 'High disruptions' }] },
    { id: 'ads', services: [{ status: 'Low disruptions' }] },
  ]
  const [standing] = draftsOf({ standing: '[id=chat-api].services[*].status', statuses }, orgs)
  assert.deepEqual([standing?.title, standing?.claims], ['No known issues, High disruptions', 'major_outage'])
  const outages = [
    {
      service_id: 's1',
      status: 'High disruptions',
      time: 1_709_632_800,
      posts: [{ description: 'We know.', time: 1_709_633_000 }],
    },
  ]
  const entry = {
    events: '[*]',
    updates: 'posts[*]',
    id: 'service_id',
    text: 'description',
    time: 'time',
    status: 'status',
    statuses,
  }
  const [post] = draftsOf(entry, outages)
  assert.deepEqual([post?.text, post?.at, post?.claims], ['We know.', 1_709_633_000_000, 'major_outage'])
})

test('an event without updates is a statement itself, and one that says nothing is none', () => {
  const entry = { events: 'list[*]', title: 'what', status: 'state', statuses: { up: 'operational' } }
  assert.deepEqual(draftsOf(entry, { list: [{ id: 7, what: 'Works', state: 'up' }, { id: 8 }] }), [
    { ref: '7', title: 'Works', text: '', url, claims: 'operational', thread: '7' },
  ])
})

test('a mistake in an entry is told', () => {
  const { error } = json.entry.safeParse({ url, from: url, events: 'list[', statuses: { up: 'fine' } })
  assert.deepEqual(
    error?.issues.map(({ path }) => path.join('.')),
    ['events', 'statuses.up'],
  )
})
