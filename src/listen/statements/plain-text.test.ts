import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import { test } from 'node:test'
import { plainText, textOfHtml } from './plain-text.ts'

test('HTML becomes what a person would read of it', () => {
  const html =
    '<p>We&rsquo;re sorry.<br>Chats &amp; calls are <b>back</b>.</p>\n<ul><li>iOS</li><li>Android</li></ul><!-- x --><script>alert("<p>")</script><style>p{}</style>'
  assert.equal(textOfHtml(html), 'We’re sorry.\nChats & calls are back.\n\n• iOS\n• Android')
})

test('a text without markup stays as it is', () => {
  assert.equal(plainText('load < 5 & rising\r\n\r\n\r\nMore at 5 > 4'), 'load < 5 & rising\n\nMore at 5 > 4')
  assert.equal(plainText('সব চালু হয়েছে'), 'সব চালু হয়েছে')
})

test('control characters, and what is far too long for a statement, are left out', () => {
  assert.equal(plainText('a\u0000b\u001b[31m'), 'ab[31m')
  assert.ok(plainText('x'.repeat(1_000_000)).length < 10_010)
})

test('hostile markup takes no time', () => {
  const began = performance.now()
  for (const hostile of ['<', '<a ', '<!--', '<script', '<p <', '&', '&#', '\n ']) {
    textOfHtml(hostile.repeat(200_000))
    plainText(hostile.repeat(200_000))
  }
  assert.ok(performance.now() - began < 2_000)
})
