import { type Finding, finding } from '../../../model/finding.ts'
import { blockPageAt, blockPages } from './block-pages.ts'
import type { Hop, HttpsDetail } from './run.ts'
import { type HttpsTarget, isExpected } from './target.ts'

/**
 * Pure: that what came is another page than the one asked for, a block page or a login page, and nothing
 * where it holds what belongs there.
 */
export function readOtherPage(detail: HttpsDetail, target: HttpsTarget): Finding[] {
  if (holdsWhatBelongs(detail)) return []
  return readBlockPage(detail, target) ?? readLoginWall(detail, target) ?? []
}

/** True where something was expected of the content, and is there. */
function holdsWhatBelongs({ checks }: HttpsDetail): boolean {
  const wanted = checks.filter(({ kind }) => kind !== 'lacks')
  return wanted.length > 0 && wanted.every(({ ok }) => ok)
}

/** "Unavailable for legal reasons" (RFC 7725). */
const legalReasons = 451

function readBlockPage({ hops }: HttpsDetail, target: HttpsTarget): Finding[] | undefined {
  const last = hops.at(-1)
  const { host = '' } = hops[0]?.reach ?? {}
  const said = (fingerprint: string, country?: string) => [
    finding('block_page', { host, fingerprint, ...(country === undefined ? {} : { country }) }),
  ]
  // Whoever watches a block page itself asks for it.
  const isWatched = blockPageAt(target.url) !== undefined
  const leads = [...hops.slice(1).map(({ url }) => url), ...(last?.page?.leadsTo ?? [])]
  const met = isWatched ? undefined : leads.map(blockPageAt).find(page => page !== undefined)
  if (met !== undefined) return said(met.id, met.country)
  const phrased = blockPages.find(({ id }) => id === last?.page?.blockPhrase)
  if (phrased !== undefined && !isWatched) return said(phrased.id, phrased.country)
  const legally = last?.http?.status === legalReasons && !isExpected(legalReasons, target.status)
  return legally ? said('status_451') : undefined
}

/** Segments of a path, and first labels of a host, that are a login page's and hardly any other's. */
const loginSegment = /^(?:log-?in|sign-?in|sso|login\.(?:php|aspx?|html?|jsp))$/i
const loginLabel = /^(?:log-?in|sign-?in|sso|accounts)$/i
/** What tells a login page where its visitor wanted to go. */
const returnTo =
  /^(?:next|continue|return|return_?(?:to|url|path)|redirect|redirect_?(?:to|url|uri|after_login)|goto|service|dest|destination)$/i

/**
 * A redirect from a page to a login page, which shows the prober a wall where people who are logged in see
 * the page. Both the address must look it and the page must ask for a password or know whence one came. A
 * front door (`/`) that shows its login to strangers is no wall, unless the target says what belongs there.
 */
function readLoginWall({ hops, checks }: HttpsDetail, target: HttpsTarget): Finding[] | undefined {
  const last = hops.at(-1)
  const isAnswered = last?.http?.status !== undefined && isExpected(last.http.status, target.status)
  if (last === undefined || hops.length < 2 || !isAnswered) return undefined
  const [asked, landed] = [new URL(target.url), new URL(last.url)]
  if (looksLikeLogin(asked) || !looksLikeLogin(landed)) return undefined
  if (!asksToLogIn(last, landed)) return undefined
  const wanted = checks.some(({ kind }) => kind !== 'lacks')
  if (!wanted && asked.pathname === '/' && asked.search === '') return undefined
  return [finding('login_wall', { host: asked.hostname, url: `${landed.origin}${landed.pathname}` })]
}

function looksLikeLogin({ hostname, pathname }: URL): boolean {
  const [label = ''] = hostname.split('.')
  return loginLabel.test(label) || pathname.split('/').some(segment => loginSegment.test(segment))
}

function asksToLogIn({ page }: Hop, { searchParams }: URL): boolean {
  return page?.password === true || [...searchParams.keys()].some(name => returnTo.test(name))
}
