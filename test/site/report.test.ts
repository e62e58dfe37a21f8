import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { systemClock } from '../../src/base/clock.ts'
import { silentLog } from '../../src/base/log.ts'
import { floodPolicy } from '../../src/listen/reports/flood.ts'
import { reportIntake } from '../../src/listen/reports/intake.ts'
import type { Report } from '../../src/model/report.ts'
import type { Catalogue } from '../../src/model/service.ts'
import { openSqliteReports } from '../../src/store/sqlite-reports.ts'
import { hasChromium, openBrowser, type ServedSite, serveSite } from './browser.ts'
import { catalogue } from './catalogue.ts'
import { nightView, phases } from './night.ts'

const path = '/api/v1/reports'
/** Reports a minute from one network; whoever has used up more than half of them is asked for proofs. */
const networkPerMinute = 200

describe('"I have a problem" in a real browser', { skip: hasChromium ? false : 'no chromium' }, () => {
  let browser: Browser
  let site: ServedSite
  let log: Awaited<ReturnType<typeof openSqliteReports>>
  let folder: string
  let known: Catalogue = catalogue
  let seen = 0
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prahari-reported-'))
    log = await openSqliteReports(folder, { clock: systemClock })
    const intake = reportIntake({
      log,
      catalogue: () => known,
      tokens: async () => ({ vantagePoints: [], gateways: [] }),
      trustedProxies: [],
      languages: ['en', 'bn'],
      notTaken: language => `<p>Not taken (${language}).</p>`,
      secret: 'a secret',
      clock: systemClock,
      logger: silentLog,
      policy: { ...floodPolicy, networkPerMinute },
    })
    site = await serveSite(intake.handle)
    browser = await openBrowser()
    await site.show(nightView(phases.during))
  })
  afterEach(() => {
    known = catalogue
  })
  after(async () => {
    await browser?.close()
    await site?.[Symbol.asyncDispose]()
    await log?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  /** Reports that were kept since the last time, as their senders meant them, and whether a proof came with them. */
  async function kept(): Promise<(Report & { proved?: boolean })[]> {
    const blocks = await log.after(seen, 1000)
    seen = blocks.at(-1)?.seq ?? seen
    return blocks
      .flatMap(({ reports }) => reports)
      .map(({ at: _, person: __, network: ___, ...report }) => report)
  }

  /** Each person has a browser of their own: the same one again would not count. */
  async function filledIn(userAgent: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ userAgent, ...options })
    const page = await context.newPage()
    await page.goto(`${site.url}/en/services/whatsapp/`)
    await page.locator('#problem > summary').click()
    await page.getByRole('checkbox', { name: 'Messages' }).check()
    await page.getByRole('radio', { name: 'sending fails' }).check()
    await page.getByRole('combobox', { name: 'Where are you?' }).selectOption('kolkata')
    return page
  }
  const meant = { service: 'whatsapp', components: ['messages'], problem: 'sending', place: 'kolkata' }
  const send = (page: Page) => page.getByRole('button', { name: 'Report it' }).click()
  const says = (page: Page, text: string) => page.locator('.sent', { hasText: text }).waitFor()

  test('without a script the form sends what was filled in, and the page that thanks comes', async () => {
    const page = await filledIn('without', { javaScriptEnabled: false })
    await send(page)
    await page.getByRole('heading', { level: 1, name: 'your report has arrived' }).waitFor()
    assert.equal(new URL(page.url()).pathname, '/en/reported/')
    assert.deepEqual(await kept(), [meant])
    await page.context().close()
  })

  test('without a script nothing is sent before it is said what happens', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${site.url}/en/services/whatsapp/#report`)
    await send(page)
    assert.equal(new URL(page.url()).pathname, '/en/services/whatsapp/')
    assert.deepEqual(await kept(), [])
    await context.close()
  })

  test('with a script it is sent in place, and thanked for in place', async () => {
    const page = await filledIn('with')
    await page.getByRole('combobox', { name: 'Who is your provider?' }).selectOption('jio')
    await send(page)
    await says(page, 'Thank you, your report has arrived.')
    assert.equal(new URL(page.url()).pathname, '/en/services/whatsapp/')
    assert.equal(await page.locator('#report fieldset').first().isVisible(), false)
    assert.equal(await page.evaluate('document.activeElement.className'), 'sent')
    assert.deepEqual(await kept(), [{ ...meant, carrier: 'jio' }])
    await page.context().close()
  })

  test('what did not get through is said, and can be sent again', async () => {
    const page = await filledIn('persistent')
    const ready = () => page.locator('#report button:enabled').waitFor()
    await page.route(`**${path}`, route => route.abort(), { times: 1 })
    await send(page)
    await says(page, 'It did not arrive. Please try again.')
    await page.route(`**${path}`, route => route.fulfill({ status: 503, json: {} }), { times: 1 })
    await ready()
    await send(page)
    await ready()
    await says(page, 'It did not arrive. Please try again.')
    assert.deepEqual(await kept(), [])
    await send(page)
    await says(page, 'Thank you, your report has arrived.')
    assert.deepEqual(await kept(), [meant])
    await page.context().close()
  })

  test('what is refused for good goes the form’s own way, and the answer says why', async () => {
    const page = await filledIn('refused')
    known = { ...catalogue, services: [] }
    await send(page)
    await page.getByText('Not taken (en).').waitFor()
    assert.equal(new URL(page.url()).pathname, path)
    assert.deepEqual(await kept(), [])
    await page.context().close()
  })

  test('news that come while the form is filled in take nothing of it away', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.clock.install({ time: new Date('2021-10-04T17:10:05Z') })
    await page.goto(`${site.url}/en/services/whatsapp/`)
    await page.locator('#problem > summary').click()
    await page.getByRole('radio', { name: 'sending fails' }).check()
    await page.getByRole('combobox', { name: 'Where are you?' }).selectOption('dhaka')
    await page.clock.runFor(1000)
    await site.show(nightView(phases.recovering))
    await page.clock.runFor(16_000)
    await page.getByText('coming back').first().waitFor()
    assert.equal(await page.getByRole('radio', { name: 'sending fails' }).isChecked(), true)
    assert.equal(await page.getByRole('combobox', { name: 'Where are you?' }).inputValue(), 'dhaka')
    assert.equal(await page.evaluate('document.activeElement.value'), 'sending')
    await site.show(nightView(phases.during))
    await context.close()
  })

  test('where a flood is suspected, the calculation is done beside the page and the report counts', async () => {
    const page = await filledIn('proved')
    const reports = Array.from({ length: 0.75 * networkPerMinute }, () => ({ service: 'jio' }))
    const headers = { 'content-type': 'application/json' }
    await fetch(`${site.url}${path}`, { method: 'POST', headers, body: JSON.stringify({ reports }) })
    await kept()
    await send(page)
    await says(page, 'Thank you, your report has arrived.')
    assert.deepEqual(await kept(), [
      { ...meant, proved: false },
      { ...meant, proved: true },
    ])
    await page.context().close()
  })
})
