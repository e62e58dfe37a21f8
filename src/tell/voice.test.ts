import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allWords } from '../../test/site/browser.ts'
import { nightView, phases } from '../../test/site/night.ts'
import type { Voice } from '../model/voice.ts'
import type { SiteView } from './view.ts'
import { heldTexts, raisedVoices, rate, unexplainedVoices, voiceInShort, voiceSentences } from './voice.ts'

const [english, bengali] = await allWords()
const en = english ?? assert.fail()
const bn = bengali ?? assert.fail()
const before = nightView(phases.before)

/** WhatsApp's voice in a view of the quiet afternoon, or in another. */
function said(change: Partial<Voice>, view: SiteView = before): { english: string; bengali: string } {
  const service = view.catalogue.services.find(({ id }) => id === 'whatsapp')
  const voice = nightView(phases.during).voices.get('whatsapp')
  assert(service !== undefined && voice !== undefined)
  const raised = { service, voice: { ...voice, perMinute: 4321, usual: 19.6, ...change } }
  return {
    english: voiceSentences(en, view, raised, '21:15').join(' '),
    bengali: voiceSentences(bn, view, raised, 'রাত ৯টা ১৫').join(' '),
  }
}

test('a raised voice says since when, how many against what is usual, what they name, and where they are', () => {
  const { english, bengali } = said({})
  assert.equal(
    english,
    'People report problems since 21:15: about 4,300 a minute, usually 20. Most name: Messages (62%), Photos and videos (24%) and Calls (14%). What they meet: sending fails (78%) and pictures or videos do not load (14%). Mostly from Kolkata, Dhaka and West Bengal. From outside it answers: what they meet lies deeper than we look, or nearer to them.',
  )
  assert.equal(
    bengali,
    'রাত ৯টা ১৫ থেকে মানুষ সমস্যা জানাচ্ছেন: মিনিটে প্রায় ৪,৩০০ জন, সাধারণত ২০ জন। বেশির ভাগ বলছেন এগুলির কথা: বার্তা (৬২%), ছবি ও ভিডিও (২৪%) এবং কল (১৪%)। যা হচ্ছে: পাঠানো যাচ্ছে না (৭৮%) এবং ছবি বা ভিডিও আসছে না (১৪%)। বেশির ভাগ খবর আসছে কলকাতা, ঢাকা এবং পশ্চিমবঙ্গ থেকে। বাইরে থেকে এটি সাড়া দিচ্ছে: গোলমাল হয়তো এমন গভীরে যেখানে আমরা দেখি না, নয়তো তাঁদেরই কাছাকাছি কোথাও।',
  )
})

const states: [string, Partial<Voice>, SiteView, RegExp, RegExp][] = [
  [
    'together with an outage',
    {},
    nightView(phases.during),
    /It fits what we see from outside\.$/,
    /তার সঙ্গে এটি মেলে।$/,
  ],
  [
    'of what was out since then and is back',
    { since: Date.parse('2021-10-04T15:42:20Z') },
    nightView(phases.after),
    /Seen from outside it is back; some may still meet what is left of it\.$/,
    /রেশ হয়তো এখনও আছে।$/,
  ],
  [
    'as a victim that works',
    { victimOf: 'facebook' },
    before,
    /Likely because of the trouble with Facebook\. Seen from outside, WhatsApp works\.$/,
    /সম্ভবত ফেসবুক-এর গোলমালের জন্যই। বাইরে থেকে দেখা যাচ্ছে, হোয়াটসঅ্যাপ চলছে।$/,
  ],
  [
    'as a victim that is not seen to work',
    { victimOf: 'facebook' },
    nightView(phases.during, 'cut_off'),
    /Likely because of the trouble with Facebook\.$/,
    /গোলমালের জন্যই।$/,
  ],
  [
    'while we ourselves cannot see',
    {},
    nightView(phases.during, 'cut_off'),
    /Whether it works we cannot see from outside at present\.$/,
    /এখন দেখা যাচ্ছে না।$/,
  ],
  [
    'from few places',
    { scope: 'few', carriers: [{ carrier: 'jio', share: 0.9 }] },
    before,
    /Mostly on the lines of Jio\. They are from few places or networks: it may be so only there\./,
    /বেশির ভাগের সংযোগ জিও-এর। খবর আসছে অল্প কিছু জায়গা বা নেটওয়ার্ক থেকে/,
  ],
  ['by posts alone', { sources: ['posts'] }, before, /So far only public posts say so\./, /শুধু প্রকাশ্য পোস্টে/],
  [
    'of few people',
    { perMinute: 0.9, usual: 0.001, components: [], problems: [], places: [] },
    before,
    /about 54 an hour, usually hardly any\. From outside/,
    /ঘণ্টায় প্রায় ৫৪ জন, সাধারণত প্রায় কেউই নয়। বাইরে/,
  ],
]
for (const [name, change, view, english, bengali] of states) {
  test(`a raised voice ${name} says so`, () => {
    const words = said(change, view)
    assert.match(words.english, english)
    assert.match(words.bengali, bengali)
  })
}

test('a service with one part alone does not say that most name it', () => {
  const view = nightView(phases.during)
  const jio = raisedVoices(view).find(({ service }) => service.id === 'jio')
  assert(jio !== undefined)
  assert.doesNotMatch(voiceInShort(en, view, jio, 'now').join(' '), /Most name/)
})

test('the loudest against what is usual come first, victims last, and none while all is as usual', () => {
  const names = (view: SiteView) => raisedVoices(view).map(({ service }) => service.id)
  assert.deepEqual(names(nightView(phases.during)), [
    'whatsapp',
    'facebook',
    'instagram',
    'messenger',
    'grameenphone',
    'jio',
  ])
  assert.deepEqual(names(before), [])
})

test('only what works as seen from outside, is reported everywhere and is nobody’s victim is unexplained', () => {
  const change = (voice: Partial<Voice>): SiteView => {
    const raised = { ...before.voices.get('whatsapp'), state: 'raised', ...voice } as Voice
    return { ...before, voices: new Map([['whatsapp', raised]]) }
  }
  assert.equal(unexplainedVoices(change({})).length, 1)
  assert.equal(unexplainedVoices(change({ scope: 'few' })).length, 0)
  assert.equal(unexplainedVoices(change({ victimOf: 'facebook' })).length, 0)
  assert.equal(unexplainedVoices(nightView(phases.during)).length, 0)
  assert.equal(unexplainedVoices(nightView(phases.recovering)).length, 0, 'what is just back is explained')
})

test('a rate has two digits, by the hour where a minute has fewer than two', () => {
  assert.deepEqual(
    [4321, 20, 9.6, 2, 1.9, 0.05].map(each => rate(each).n),
    [4300, 20, 10, 2, 110, 3],
  )
})

test('what was held back is said by why', () => {
  const steps = [{ from: 0, perMinute: 0, people: 0, components: {}, places: {} }]
  const texts = (held: object) =>
    heldTexts(
      en,
      steps.map(step => ({ ...step, held })),
    )
  assert.deepEqual(texts({}), [])
  assert.deepEqual(texts({ network: 1180, unproved: 1 }), [
    '1,180 reports beyond what one network may bring',
    '1 report without the calculation that was asked for',
  ])
})
