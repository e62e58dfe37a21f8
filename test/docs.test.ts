import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'

const root = join(import.meta.dirname, '..')
const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: root })
const folders = 'src|docs|drill|demo|test|bench|catalogue|locales|lint|bin'

/** Paths from the root that a page names in backticks; one with a `<placeholder>` in it is none. */
function namedPaths(text: string): string[] {
  const path = new RegExp(`\`(?:\\./)?((?:${folders})/[\\w./-]*)\``, 'g')
  return [...text.matchAll(path)].map(([, path = '']) => path)
}

/** Where a page's links and pictures lead to, as paths from the root. */
function linkedPaths(page: string, text: string): string[] {
  const links = [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)|src="([^"]+)"/g)]
  return links
    .map(([, link, picture]) => link ?? picture ?? '')
    .filter(link => !/^[a-z]+:/.test(link))
    .map(link => join(dirname(page), link))
}

/** A heading as its address on the page: lower case, hyphens, no punctuation. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replaceAll(' ', '-')
}

describe('the documentation', () => {
  it('is found', () => assert.ok(pages.includes('README.md') && pages.length > 10))

  for (const page of pages) {
    const text = readFileSync(join(root, page), 'utf8')

    it(`${page} names only files that are there`, () => {
      const missing = [...namedPaths(text), ...linkedPaths(page, text)].filter(
        path => !existsSync(join(root, path)),
      )
      assert.deepEqual(missing, [])
    })

    it(`${page} leads only to headings that are there`, () => {
      const links = [...text.matchAll(/\]\(([^)\s#:]*)#([^)\s]+)\)/g)]
      const missing = links.filter(([, file = '', anchor]) => {
        const target = join(root, file === '' ? page : join(dirname(page), file))
        const headings = readFileSync(target, 'utf8').matchAll(/^#+ (.+)$/gm)
        return ![...headings].some(([, heading = '']) => anchorOf(heading) === anchor)
      })
      assert.deepEqual(
        missing.map(([link]) => link),
        [],
      )
    })
  }
})
