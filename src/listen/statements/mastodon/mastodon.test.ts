import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mastodon } from './mastodon.ts'

const url = 'https://social.example/@status'
const status = (id: string, content: string, more: object = {}) => ({
  id,
  created_at: '2024-03-05T10:00:00.000Z',
  content,
  language: 'en',
  url: `${url}/${id}`,
  reblog: null,
  spoiler_text: '',
  ...more,
})

test('it looks the account up once and asks for its posts by number', () => {
  const entry = { url }
  const lookup = mastodon.next(entry, [])
  assert.equal(lookup?.url, 'https://social.example/api/v1/accounts/lookup?acct=status')
  assert.equal(lookup?.mark, 'id')
  const posts = mastodon.next(entry, ['{"id":"109","acct":"status"}'])
  assert.match(posts?.url ?? '', /^https:\/\/social\.example\/api\/v1\/accounts\/109\/statuses\?limit=20&/)
  assert.equal(mastodon.next(entry, ['{"id":"../../x"}']), undefined)
})

test('a post is a statement as plain text in the language that it says; what it passed on from others is not', () => {
  const posts = [
    status('2', '<p>Search is <a href="https://x.example">back</a>.</p><p>Sorry!</p>'),
    status('1', '<p>মেরামত চলছে</p>', { language: 'bn', spoiler_text: 'রাতের কাজ' }),
    status('0', '<p>others</p>', { reblog: status('9', 'others') }),
  ]
  assert.deepEqual(mastodon.read({ url }, ['{"id":"109"}', JSON.stringify(posts)]), {
    drafts: [
      {
        ref: '2',
        title: '',
        text: 'Search is back.\n\nSorry!',
        at: Date.parse('2024-03-05T10:00:00Z'),
        language: 'en',
        url: `${url}/2`,
      },
      {
        ref: '1',
        title: 'রাতের কাজ',
        text: 'মেরামত চলছে',
        at: Date.parse('2024-03-05T10:00:00Z'),
        language: 'bn',
        url: `${url}/1`,
      },
    ],
  })
})

test('an address that is no account is told when the catalogue is read', () => {
  const { error } = mastodon.entry.safeParse({ url: 'https://social.example/about' })
  assert.match(error?.issues[0]?.message ?? '', /an account such as/)
})
