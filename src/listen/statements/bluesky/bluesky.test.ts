import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bluesky } from './bluesky.ts'

const entry = bluesky.entry.parse({
  url: 'https://bsky.app/profile/status.example',
  contains: ['down', 'back'],
})
const post = (key: string, text: string, more: object = {}) => ({
  post: {
    uri: `at://did:plc:abc/app.bsky.feed.post/${key}`,
    cid: 'x',
    record: { text, createdAt: '2024-03-05T10:00:00.000Z', langs: ['en'], ...more },
    indexedAt: '2024-03-05T10:00:01.000Z',
  },
})

test('it asks a public AppView, or the one that is named, for what the account itself said', () => {
  const url = new URL(bluesky.next(entry, [])?.url ?? '')
  assert.equal(url.origin, 'https://public.api.bsky.app')
  assert.equal(url.searchParams.get('actor'), 'status.example')
  const own = bluesky.entry.parse({ url: entry.url, appview: 'http://127.0.0.1:1' })
  assert.match(bluesky.next(own, [])?.url ?? '', /^http:\/\/127\.0\.0\.1:1\/xrpc\//)
})

test('posts of a thread are statements on one event; reposts and other talk are left out', () => {
  const root = 'at://did:plc:abc/app.bsky.feed.post/k1'
  const feed = [
    post('k2', 'We are back.', { reply: { root: { uri: root }, parent: { uri: root } } }),
    post('k1', 'We are down.', { langs: undefined }),
    post('k0', 'Hello!'),
    { ...post('r', 'They are down.'), reason: { $type: 'app.bsky.feed.defs#reasonRepost' } },
  ]
  const at = Date.parse('2024-03-05T10:00:00Z')
  const url = (key: string) => `https://bsky.app/profile/status.example/post/${key}`
  assert.deepEqual(bluesky.read(entry, [JSON.stringify({ feed })]), {
    drafts: [
      {
        ref: root.replace('k1', 'k2'),
        title: '',
        text: 'We are back.',
        thread: root,
        url: url('k2'),
        at,
        language: 'en',
      },
      { ref: root, title: '', text: 'We are down.', thread: root, url: url('k1'), at },
    ],
  })
})
