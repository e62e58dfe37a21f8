import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createClassifier } from './classify/classify.ts'
import { languages } from './classify/languages/index.ts'
import { postCounter } from './count.ts'
import { policy } from './policy.ts'

const service = (id: string, name: string) => ({
  id,
  names: { en: name },
  category: 'social',
  components: [
    {
      id: 'login',
      names: { en: 'Login' },
      role: 'app' as const,
      needs: 'all' as const,
      targets: ['t'],
      foundations: [],
    },
  ],
})
const classify = createClassifier([service('facebook', 'Facebook'), service('reddit', 'Reddit')], languages)
const start = 1_800_000_000_000
const next = start + policy.window

let keys = 0
const counter = () => postCounter(classify, () => `key ${keys++}`)

describe('counting posts', () => {
  it('counts an author once a quarter hour for each service, whatever they write', () => {
    const count = counter()
    for (const text of ['Facebook is down', 'facebook down!!', 'is Reddit down too'])
      count.hear({ author: 'a', text }, start)
    count.hear({ author: 'b', text: 'Facebook is down' }, start + 1)
    count.hear({ author: 'a', text: 'Facebook is down still' }, next)
    const first = count.take(start)
    assert.equal(first?.['facebook']?.counted, 2)
    assert.equal(first?.['reddit']?.counted, 1)
    assert.deepEqual(count.take(next), {})
    count.hear({ author: 'a', text: 'Facebook is down still' }, start + policy.once)
    assert.equal(count.take(start + policy.once)?.['facebook']?.counted, 1)
  })

  it('counts by language and component', () => {
    const count = counter()
    count.hear({ author: 'a', text: 'cannot login to Facebook' }, start)
    count.hear({ author: 'b', text: 'facebook kaj korche na keno' }, start)
    count.hear({ author: 'c', text: 'facebook चल नहीं रहा' }, start)
    assert.deepEqual(count.take(start), {
      facebook: { counted: 3, languages: { en: 1, 'bn-Latn': 1, hi: 1 }, components: { login: 1 } },
    })
  })

  it('counts few of many who write the same long text, but all who write the same few words', () => {
    const count = counter()
    const copied = 'Facebook is down again and nobody in the whole country can do anything'
    for (let n = 0; n < 500; n++)
      count.hear(
        { author: `copy ${n}`, text: `${copied} @friend${n} https://example.org/${n} #tag${n} ${n}` },
        start,
      )
    assert.equal(count.take(start)?.['facebook']?.counted, policy.mostAlike)
    for (let n = 0; n < 500; n++) count.hear({ author: `short ${n}`, text: 'facebook down' }, next)
    assert.equal(count.take(next)?.['facebook']?.counted, 500)
  })

  it('gives no counts of a window of which something was missed', () => {
    const count = counter()
    count.hear({ author: 'a', text: 'Facebook is down' }, start)
    count.spoil(start + 5)
    assert.equal(count.take(start), undefined)
    assert.deepEqual(count.take(next), {})
  })

  it('forgets what it has not given yet, and not who has counted', () => {
    const count = counter()
    count.hear({ author: 'a', text: 'Facebook is down' }, start)
    count.forget()
    count.hear({ author: 'a', text: 'Facebook is down' }, start)
    assert.deepEqual(count.take(start), {})
  })

  it('takes another key for each quarter hour', () => {
    const before = keys
    const count = counter()
    for (let quarter = 0; quarter < 4; quarter++)
      count.hear({ author: 'a', text: 'Facebook is down' }, start + quarter * policy.once)
    assert.equal(keys - before, 4)
  })
})
