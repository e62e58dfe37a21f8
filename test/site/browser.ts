import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { systemClock } from '../../src/base/clock.ts'
import { type Handler, listen } from '../../src/main/http.ts'
import { createPublisher } from '../../src/tell/publish.ts'
import { siteRoutes } from '../../src/tell/routes.ts'
import { renderSite } from '../../src/tell/site.ts'
import type { SiteView } from '../../src/tell/view.ts'
import { loadLocales } from '../../src/tell/words/locale.ts'
import { createWords, type Words } from '../../src/tell/words/words.ts'

const executablePath = '/usr/bin/chromium'
export const hasChromium = existsSync(executablePath)

export function openBrowser(): Promise<Browser> {
  const quiet = ['disable-gpu', 'disable-quic', 'no-first-run', 'disable-background-networking']
  const args = ['no-sandbox', ...quiet, 'disable-component-update', 'disable-sync'].map(name => `--${name}`)
  return chromium.launch({ executablePath, args })
}

export async function allWords(): Promise<Words[]> {
  const locales = await loadLocales(new URL('../../locales', import.meta.url).pathname)
  return locales.map(createWords)
}

export interface ServedSite extends AsyncDisposable {
  readonly url: string
  readonly folder: string
  show(view: SiteView): Promise<void>
}

/** A site published into a folder of its own and served on a free port of the loopback. @param first is asked before it */
export async function serveSite(first?: Handler): Promise<ServedSite> {
  const languages = await allWords()
  const folder = await mkdtemp(join(tmpdir(), 'prahari-site-'))
  const publisher = createPublisher(folder, systemClock)
  const app = siteRoutes({ folder, languages: languages.map(words => words.tag) })
  const served = await listen(app, '127.0.0.1', 0, first)
  return {
    url: served.url.slice(0, -1),
    folder,
    show: async view => void (await publisher.publish(renderSite(view, languages, served.url))),
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
