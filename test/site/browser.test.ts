import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { hasChromium, openBrowser, type ServedSite, serveSite } from './browser.ts'
import { nightView, phases } from './night.ts'

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const incident = 'incidents/i-2021-10-04-1/'
const pages = ['', 'services/facebook/', incident, 'history/', 'about/', 'privacy/', 'reported/', 'text/']

describe('in a real browser', { skip: hasChromium ? false : 'chromium is not installed' }, () => {
  let browser: Browser
  let site: ServedSite
  before(async () => {
    site = await serveSite()
    browser = await openBrowser()
  })
  after(async () => {
    await browser?.close()
    await site?.[Symbol.asyncDispose]()
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [320, 1280]) {
      test(`axe finds nothing on any page, ${colorScheme}, ${width} pixels wide, and nothing overflows`, async () => {
        const context = await browser.newContext({
          colorScheme,
          viewport: { width, height: 800 },
          bypassCSP: true,
        })
        const page = await context.newPage()
        await site.show(nightView(phases.recovering))
        for (const language of ['en', 'bn']) {
          for (const path of pages) await findsNothing(page, `${site.url}/${language}/${path}`)
        }
        await site.show(nightView(phases.during, 'cut_off'))
        for (const language of ['en', 'bn']) await findsNothing(page, `${site.url}/${language}/`)
        await context.close()
      })
    }
  }

  test('an open page takes in the news by itself, keeps what the reader opened, and says the reader’s time', async () => {
    await site.show(nightView(phases.before))
    const context = await browser.newContext({ timezoneId: 'Asia/Kolkata', locale: 'bn-IN' })
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', error => errors.push(error.message))
    page.on('console', message => message.type() === 'error' && errors.push(message.text()))
    await page.clock.install({ time: new Date('2021-10-04T15:30:05Z') })
    await page.goto(`${site.url}/bn/`)
    await page.locator('#svc-telegram summary').click()
    await site.show(nightView(phases.during))
    await page.clock.setSystemTime(new Date('2021-10-04T17:10:05Z'))
    await page.clock.runFor(16_000)
    await page.getByRole('heading', { level: 1, name: 'বন্ধ' }).waitFor()
    assert.equal(await page.locator('#svc-telegram').getAttribute('open'), '')
    assert.match((await page.locator('.answers').textContent()) ?? '', /রাত ৯টা ১৫/)
    assert.match((await page.locator('.fresh').textContent()) ?? '', /[০-৯]+ সেকেন্ড/)
    assert.equal(await page.locator('.stale').isVisible(), false)
    await page.clock.runFor(240_000)
    assert.equal(await page.locator('.stale').isVisible(), true)
    assert.deepEqual(errors, [])
    await context.close()
  })

  test('without script the pages are whole and say absolute times', async () => {
    await site.show(nightView(phases.during))
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${site.url}/en/${incident}`)
    const text = (await page.locator('body').textContent()) ?? ''
    assert.match(text, /4 October 2021, 15:45 UTC/)
    assert.match(text, /As of 4 October 2021, 17:10 UTC/)
    assert.match(text, /If this is older than 3 minutes, the observatory itself may be in trouble/)
    await context.close()
  })

  test('the root leads on by the reader’s language', async () => {
    await site.show(nightView(phases.before))
    const context = await browser.newContext({ locale: 'bn-BD' })
    const page = await context.newPage()
    await page.goto(site.url)
    assert.equal(new URL(page.url()).pathname, '/bn/')
    await context.close()
  })
})

async function findsNothing(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.addScriptTag({ content: axeSource })
  const found = await page.evaluate<string[]>(
    `document.querySelectorAll('details').forEach(each => { each.open = true });
     axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(node => id + ' ' + node.html.slice(0, 160))))`,
  )
  assert.deepEqual(found.slice(0, 5), [], url)
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
  assert(overflow <= 0, `${url} is ${overflow} pixels too wide`)
}
