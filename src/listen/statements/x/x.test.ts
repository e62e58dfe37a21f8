import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Catalogue } from '../../../model/service.ts'
import { statementReaders } from '../index.ts'
import { groupsOf } from '../sources.ts'
import { x } from './x.ts'

const url = 'https://x.com/example'

test('it asks X’s own API, with the token, for the account and then for its posts', () => {
  const first = x.next({ url }, [])
  assert.deepEqual([first?.url, first?.secret], ['https://api.x.com/2/users/by?usernames=example', 'x'])
  const second = x.next({ url }, ['{"data":[{"id":"42"}]}'])
  assert.match(second?.url ?? '', /^https:\/\/api\.x\.com\/2\/users\/42\/tweets\?/)
  assert.equal(second?.secret, 'x')
})

test('without a token nobody is asked', () => {
  const service = { id: 'a', official: [{ kind: 'x', url }] }
  const catalogue = { services: [service] } as unknown as Catalogue
  assert.deepEqual(groupsOf(catalogue, statementReaders, {}), [])
  assert.equal(groupsOf(catalogue, statementReaders, { x: 'hush' }).length, 1)
})

test('posts are statements; a language that X does not know is none, and no posts are no mistake', () => {
  const data = [
    {
      id: '2',
      text: 'Chats &amp; calls are back',
      created_at: '2024-03-05T10:00:00.000Z',
      lang: 'en',
      conversation_id: '1',
    },
    { id: '1', text: '🙏', created_at: '2024-03-05T09:00:00.000Z', lang: 'qme', conversation_id: '1' },
  ]
  assert.deepEqual(x.read({ url }, ['{}', JSON.stringify({ data })]), {
    drafts: [
      {
        ref: '2',
        title: '',
        text: 'Chats & calls are back',
        url: `${url}/status/2`,
        at: Date.parse('2024-03-05T10:00:00Z'),
        language: 'en',
        thread: '1',
      },
      {
        ref: '1',
        title: '',
        text: '🙏',
        url: `${url}/status/1`,
        at: Date.parse('2024-03-05T09:00:00Z'),
        thread: '1',
      },
    ],
  })
  assert.deepEqual(x.read({ url }, ['{}', '{"meta":{"result_count":0}}']), { drafts: [] })
})
