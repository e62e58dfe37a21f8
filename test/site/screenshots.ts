/**
 * Takes the screenshots of docs/screenshots/:
 *   node test/site/screenshots.ts <out folder>              the night's phases, from fixtures
 *   node test/site/screenshots.ts <out folder> <record>     the phases of a record's incident
 *   node test/site/screenshots.ts <out folder> <base url>   a running observatory, as it is now
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { z } from 'zod'
import { openBrowser, serveSite } from './browser.ts'
import { nightView, phases } from './night.ts'
import { viewsOf } from './replayed.ts'

const Status = z.object({
  services: z.array(z.object({ id: z.string() })),
  incidents: z.array(z.object({ id: z.string(), components: z.array(z.object({ component: z.string() })) })),
})
const widths = { desktop: 1280, phone: 360 } as const

const [out = 'docs/screenshots', from] = process.argv.slice(2)
const url = from !== undefined && URL.canParse(from) ? from : undefined
await mkdir(out, { recursive: true })
const browser = await openBrowser()
try {
  if (url !== undefined) await shootAll(browser, url, 'now')
  else if (from !== undefined) await shootRecord(browser, from)
  else await shootNight(browser)
} finally {
  await browser.close()
}

async function shootRecord(chromium: Browser, record: string): Promise<void> {
  await using site = await serveSite()
  for (const { phase, view } of await viewsOf(record)) {
    await site.show(view)
    await shootAll(chromium, site.url, phase)
  }
}

async function shootNight(chromium: Browser): Promise<void> {
  await using site = await serveSite()
  for (const [phase, moment] of Object.entries(phases)) {
    await site.show(nightView(moment))
    await shootAll(chromium, site.url, phase)
  }
  await site.show(nightView(phases.during, 'cut_off'))
  await shootAll(chromium, site.url, 'cut-off')
}

/** The front page, a service with its form open, the pages around a report, and the incident where there is one. */
async function shootAll(chromium: Browser, base: string, phase: string): Promise<void> {
  const status = Status.parse(await (await fetch(new URL('/api/v1/status.json', base))).json())
  const incident = status.incidents[0]
  const service = incident?.components[0]?.component.split('/')[0] ?? status.services[0]?.id
  const pages = {
    front: '',
    service: `services/${service}/`,
    reported: 'reported/',
    privacy: 'privacy/',
    ...(incident === undefined ? {} : { incident: `incidents/${incident.id}/`, history: 'history/' }),
  }
  for (const [width, pixels] of Object.entries(widths)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      // Without script, so that a fixture's page does not call itself years old.
      const context = await chromium.newContext({
        viewport: { width: pixels, height: 800 },
        colorScheme,
        javaScriptEnabled: url !== undefined,
      })
      const page = await context.newPage()
      for (const [name, path] of Object.entries(pages)) {
        if (name !== 'front' && colorScheme === 'dark') continue
        for (const language of ['en', 'bn']) {
          await page.goto(new URL(`/${language}/${path}`, base).href)
          await shoot(page, name, `${phase}-${name}-${language}-${width}-${colorScheme}.png`)
        }
      }
      await context.close()
    }
  }
}

/** A whole page; of a service the form, opened, and what people say. */
async function shoot(page: Page, name: string, file: string): Promise<void> {
  if (name !== 'service') {
    await page.screenshot({ path: join(out, file), fullPage: true })
    return
  }
  await page.locator('#problem > summary').click()
  const said = await page.locator('section.says').boundingBox()
  const width = page.viewportSize()?.width ?? 0
  const height = (said?.y ?? 0) + (said?.height ?? 0) + 20
  await page.screenshot({ path: join(out, file), fullPage: true, clip: { x: 0, y: 0, width, height } })
}
