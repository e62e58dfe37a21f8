import { fileURLToPath } from 'node:url'
import { suggestion } from '../base/nearest.ts'
import { UserError } from '../base/user-error.ts'
import { loadLocales } from '../tell/words/locale.ts'
import { createWords, type Words } from '../tell/words/words.ts'

/**
 * The languages asked for, in the order asked for.
 * @throws UserError `unknown-language`
 */
export async function loadLanguages(tags: readonly string[]): Promise<Words[]> {
  const locales = await loadLocales(fileURLToPath(new URL('../../locales', import.meta.url)))
  return tags.map(tag => {
    const locale = locales.find(each => each.tag === tag)
    if (locale !== undefined) return createWords(locale)
    const known = locales.map(each => each.tag)
    throw new UserError('unknown-language', `there is no language "${tag}"`, suggestion(tag, known))
  })
}
