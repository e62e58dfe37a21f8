import { readFile, realpath, stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { type Context, Hono } from 'hono'
import { parseAccept } from 'hono/utils/accept'
import { type Compress, compressor, type Encoding, encodings, worthCompressing } from './compressed.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.atom': 'application/atom+xml; charset=utf-8',
}

const safety = {
  'Content-Security-Policy':
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
}

/**
 * Serves a published folder. It only reads files: with the observatory's other parts dead, it goes on.
 * @param languages tags that `/` chooses from by Accept-Language; the first is the fallback
 */
export function siteRoutes({ folder, languages }: { folder: string; languages: readonly string[] }): Hono {
  const app = new Hono()
  const compress = compressor()
  app.use(async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(safety)) c.header(name, value)
  })
  app.get('/', c => {
    c.header('Vary', 'Accept-Language')
    c.header('Cache-Control', 'no-cache')
    return c.redirect(`/${preferred(c.req.header('Accept-Language'), languages)}/`, 302)
  })
  app.get('*', c => serveFile(c, join(folder, 'current'), compress))
  return app
}

/** The reader's first language that we have (RFC 9110, 12.5.4; `bn-BD` is served by `bn`). */
export function preferred(header: string | undefined, languages: readonly string[]): string {
  const wanted = parseAccept(header ?? '')
    .filter(each => each.q > 0)
    .sort((a, b) => b.q - a.q)
    .map(each => each.type.toLowerCase().split('-')[0])
  return wanted.find(tag => tag !== undefined && languages.includes(tag)) ?? languages[0] ?? 'en'
}

async function serveFile(c: Context, folder: string, compress: Compress): Promise<Response> {
  const path = safePath(c.req.path)
  const root = await realpath(folder).catch(() => undefined)
  if (path === undefined || root === undefined) return c.notFound()
  const asked = join(root, path)
  const found = await stat(asked).catch(() => undefined)
  if (found?.isDirectory() && !c.req.path.endsWith('/')) return c.redirect(`${encodeURI(path)}/`, 301)
  const file = found?.isDirectory() ? join(asked, 'index.html') : asked
  const info = found?.isDirectory() ? await stat(file).catch(() => undefined) : found
  const type = types[extname(file)]
  if (info === undefined || !info.isFile() || type === undefined) return c.notFound()
  const encoding = info.size < worthCompressing ? undefined : acceptedEncoding(c)
  const version = `${info.mtimeMs.toString(36)}-${info.size.toString(36)}`
  const headers = {
    'Content-Type': type,
    'Cache-Control': 'no-cache',
    'Last-Modified': info.mtime.toUTCString(),
    ETag: `"${version}${encoding === undefined ? '' : `-${encoding}`}"`,
    Vary: 'Accept-Encoding',
    ...(encoding === undefined ? {} : { 'Content-Encoding': encoding }),
    ...(path.startsWith('/api/') ? { 'Access-Control-Allow-Origin': '*' } : {}),
  }
  const known = c.req.header('If-None-Match')?.split(/,\s*/) ?? []
  if (known.includes(headers.ETag)) return c.body(null, 304, headers)
  const read = () => readFile(file)
  const bytes = await (encoding === undefined
    ? read()
    : compress(`${version} ${path}`, encoding, read)
  ).catch(() => undefined)
  return bytes === undefined ? c.notFound() : c.body(new Uint8Array(bytes), 200, headers)
}

/** The path inside the folder, or undefined for one that would leave it. */
function safePath(asked: string): string | undefined {
  let path: string
  try {
    path = decodeURIComponent(asked)
  } catch {
    return undefined
  }
  if (path.includes('\0') || path.includes('\\')) return undefined
  const plain = normalize(path)
  return plain.startsWith(sep) && !plain.split(sep).includes('..') ? plain : undefined
}

function acceptedEncoding(c: Context): Encoding | undefined {
  const accepted = parseAccept(c.req.header('Accept-Encoding') ?? '').filter(each => each.q > 0)
  return encodings.find(encoding => accepted.some(each => each.type === encoding))
}
