import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { UserError } from '../../base/user-error.ts'

/** One language: its tag and its messages in ICU MessageFormat, by dotted key. */
export interface Locale {
  /** BCP 47, the file's name: `bn`. It is also the first part of the pages' addresses. */
  readonly tag: string
  readonly messages: ReadonlyMap<string, string>
}

const File = z.record(z.string(), z.string())

/**
 * Reads `locales/<tag>.yaml`, English first and the others by tag.
 * @throws UserError `locale-unreadable` for a file that is not a flat list of messages
 */
export async function loadLocales(folder: string): Promise<Locale[]> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.yaml')).sort()
  const locales: Locale[] = []
  for (const name of names) {
    const file = File.safeParse(parse(await readFile(join(folder, name), 'utf8')))
    if (!file.success) {
      throw new UserError(
        'locale-unreadable',
        `${join(folder, name)}: ${z.prettifyError(file.error)}`,
        'Write one `key: "message"` a line, as in locales/en.yaml.',
      )
    }
    locales.push({ tag: name.slice(0, -'.yaml'.length), messages: new Map(Object.entries(file.data)) })
  }
  return locales.sort((a, b) => Number(b.tag === 'en') - Number(a.tag === 'en'))
}
