import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { readLabelled } from '../../../../test/posts/labelled.ts'
import { precisionOf, recallOf, score } from '../../../../test/posts/score.ts'
import { statementReaders } from '../../../listen/statements/index.ts'
import { probes } from '../../../observe/probes/index.ts'
import { loadCatalogue } from '../../../watch/catalogue.ts'
import { createClassifier } from './classify.ts'
import { languages } from './languages/index.ts'

const root = join(import.meta.dirname, '../../../..')
const { catalogue } = await loadCatalogue([join(root, 'catalogue')], probes, statementReaders)
const classify = createClassifier(catalogue.services, languages)

/** The services that a post claims are down; or why it claims nothing. */
function claims(text: string): string[] | string {
  const said = classify(text)
  return said.kind === 'trouble' ? [...said.services.keys()].sort() : said.because
}

function timeOf(work: () => void): number {
  const began = performance.now()
  work()
  return performance.now() - began
}

describe('the classifier', () => {
  for (const [part, least] of [
    ['build', 0.9],
    ['held-out', 0.9],
  ] as const) {
    it(`reads the posts of the part ${part}`, () => {
      const found = score(readLabelled(join(root, `test/posts/${part}.tsv`)), classify)
      assert.ok((precisionOf(found) ?? 0) >= least, `precision ${precisionOf(found)}`)
      assert.ok((recallOf(found) ?? 0) >= least, `recall ${recallOf(found)}`)
    })
  }

  it('takes a question for a sign: who asks has met something', () => {
    assert.deepEqual(claims('is instagram down?'), ['instagram'])
  })

  it('reads letters whichever way they are encoded', () => {
    for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'] as const) {
      assert.deepEqual(claims('হোয়াটসঅ্যাপ কাজ করছে না'.normalize(form)), ['whatsapp'], form)
      assert.deepEqual(claims('फ़ेसबुक नहीं चल रहा'.normalize(form)), ['facebook'], form)
    }
    assert.deepEqual(claims('व्हाट्स\u200cएप डाउन'), ['whatsapp'])
    assert.deepEqual(claims('फेसबुक\u200d डाउन'), ['facebook'])
    assert.deepEqual(claims('ইনস্টাগ্\u200dরাম ডাউন'), ['instagram'])
    assert.deepEqual(claims('Ｆａｃｅｂｏｏｋ ｉｓ ｄｏｗｎ'), ['facebook'])
    assert.deepEqual(claims('𝐅𝐚𝐜𝐞𝐛𝐨𝐨𝐤 𝐢𝐬 𝐝𝐨𝐰𝐧'), ['facebook'])
    assert.deepEqual(claims('FACEBOOK IS DOOOOOWN'), ['facebook'])
    assert.deepEqual(claims('facebook 😭😭 down 💀'), ['facebook'])
    assert.deepEqual(claims('Instagram’s down'), ['instagram'])
  })

  it('knows down from download', () => {
    assert.equal(claims('ফেসবুক ডাউনলোড'), 'no_sign')
    assert.equal(claims('फेसबुक डाउनलोड'), 'no_sign')
    assert.equal(claims('facebook download'), 'no_sign')
  })

  it('keeps apart of which service what is said', () => {
    assert.deepEqual(claims('Instagram is back but WhatsApp is still down'), ['whatsapp'])
    assert.deepEqual(claims('Facebook is down so I am on Twitter'), ['facebook'])
    assert.deepEqual(claims('WhatsApp down. Telegram works fine.'), ['whatsapp'])
    assert.deepEqual(claims('ফেসবুক চলছে, ইনস্টাগ্রাম চলছে না'), ['instagram'])
  })

  it('hears no name in an address or a mention of a person', () => {
    assert.equal(claims('all down https://facebook.com/instagram'), 'no_name')
    assert.equal(claims('@facebookfan99 is down today'), 'no_name')
    assert.deepEqual(claims('@instagram.com is down'), ['instagram'])
    assert.deepEqual(claims('facebook.com is down'), ['facebook'])
  })

  it('never counts offers of rescue, however they are dressed', () => {
    for (const text of [
      'Instagram down? Contact our recovery expert on WhatsApp +1 555 0100',
      'Facebook is down, DM me for help, 100% legit',
      'ফেসবুক ডাউন? আইডি রিকভারির জন্য ইনবক্স করুন',
      'व्हाट्सएप डाउन? हेल्पलाइन नंबर पर कॉल करें',
      'insta nahi chal raha? recovery ke liye DM karo',
    ])
      assert.equal(claims(text), 'scam', text)
  })

  it('tells the language of what was said', () => {
    const languageOf = (text: string) => {
      const said = classify(text)
      return said.kind === 'trouble' ? said.language : undefined
    }
    assert.equal(languageOf('instagram is down'), 'en')
    assert.equal(languageOf('ইনস্টাগ্রাম ডাউন'), 'bn')
    assert.equal(languageOf('इंस्टाग्राम डाउन'), 'hi')
    assert.equal(languageOf('insta kaj korche na keno'), 'bn-Latn')
    assert.equal(languageOf('insta nahi chal raha hai bhai'), 'hi-Latn')
    assert.equal(languageOf('WhatsApp डाउन है, anyone else?'), 'hi')
  })

  it('takes no longer for a hostile text than for a long one', () => {
    const pieces = [
      'instagram down ',
      'instagram wont open ',
      '#instagramdown',
      'so ',
      '<',
      "'",
      'x.',
      'ﷺ',
      'ডাউন ',
    ]
    for (const piece of pieces) {
      const text = piece.repeat(100_000)
      const least = Math.min(...Array.from({ length: 4 }, () => timeOf(() => classify(text))))
      assert.ok(least < 2_000, `${JSON.stringify(piece)} took ${least} ms`)
    }
  })
})
