/**
 * How a page is known that says by order of a state or by a provider's rule that another is blocked.
 * A few of the best known, of those that OONI, Citizen Lab and Censored Planet have gathered and measured
 * (https://github.com/ooni/blocking-fingerprints, fingerprints_http.csv).
 */
export interface BlockPage {
  readonly id: string
  /** ISO 3166 codes of the countries where it was met. */
  readonly country: string
  /** Places that do nothing but say so, `host` or `host/path`; what lies below them counts as well. */
  readonly places?: readonly string[]
  /** Words that stand nowhere else. */
  readonly phrases?: readonly string[]
}

export const blockPages: readonly BlockPage[] = [
  { id: 'ae_du', country: 'AE', places: ['lighthouse.du.ae'] },
  { id: 'bh_batelco', country: 'BH', places: ['anonymous.com.bh'] },
  { id: 'gb_sky', country: 'GB', places: ['block.cf.sky.com', 'blocked.nb.sky.com'] },
  {
    id: 'id_trustpositif',
    country: 'ID',
    places: [
      'internet-positif.org',
      'internetpositif.uzone.id',
      'mercusuar.uzone.id',
      'block.uzone.id',
      'trustpositif.kominfo.go.id',
    ],
  },
  { id: 'id_telkomsel', country: 'ID', places: ['internetbaik.telkomsel.com'] },
  { id: 'id_xl', country: 'ID', places: ['blockpage.xl.co.id'] },
  {
    id: 'in_dot',
    country: 'IN',
    places: ['airtel.in/dot'],
    phrases: [
      'Your requested URL has been blocked as per the directions received from Department of Telecommunications',
      'because the URL is banned as per the Government Rules',
    ],
  },
  {
    id: 'ir_peyvandha',
    country: 'IR',
    places: ['peyvandha.ir', '10.10.34.34', '10.10.34.35', '10.10.34.36'],
  },
  { id: 'kr_warning', country: 'KR', places: ['warning.or.kr'] },
  { id: 'kw_zain', country: 'KW', places: ['restrict.kw.zain.com'] },
  { id: 'mm_myanmarnet', country: 'MM', places: ['notice.myanmarnet.com'] },
  { id: 'np_worldlink', country: 'NP', places: ['blockdomain.worldlink.com.np'] },
  { id: 'om_block', country: 'OM', places: ['block.om', 'siteblocked.om'] },
  { id: 'pt_court', country: 'PT', phrases: ['<title>Bloqueado por ordem judicial</title>'] },
  { id: 'qa_censor', country: 'QA', places: ['censor.qa'] },
  { id: 'ru_rostelecom', country: 'RU', places: ['warning.rt.ru', 'block.rt.ru', 'block.ip.center.rt.ru'] },
  { id: 'ru_mgts', country: 'RU', places: ['block.mgts.ru', 'blocked.mgts.ru'] },
  { id: 'ru_ttk', country: 'RU', places: ['fz139.ttk.ru'] },
  { id: 'ru_tele2', country: 'RU', places: ['t2blocked.com', 't2rkn.com'] },
  { id: 'ru_yota', country: 'RU', places: ['forbidden.yota.ru'] },
  { id: 'sa_isu', country: 'SA', places: ['blocking-web-server.isu.net.sa'] },
  {
    id: 'th_ministry',
    country: 'TH',
    phrases: ['Access to this website has been disabled because the Ministry of Digital Econom'],
  },
  { id: 'ua_triolan', country: 'UA', places: ['blocked.triolan.com.ua'] },
  { id: 'uz_mitc', country: 'UZ', places: ['reestr.mitc.uz'] },
  { id: 'ye_yemennet', country: 'YE', places: ['deny.yemen.net.ye'] },
]

/** The block page whose words a body holds. Pure. */
export function blockPhraseIn(body: string): string | undefined {
  return blockPages.find(({ phrases = [] }) => phrases.some(phrase => body.includes(phrase)))?.id
}

/** The block page at a URL. Pure; undefined for what is no URL too. */
export function blockPageAt(url: string): BlockPage | undefined {
  if (!URL.canParse(url)) return undefined
  const { hostname, pathname } = new URL(url)
  return blockPages.find(({ places = [] }) => places.some(place => lies(hostname, pathname, place)))
}

function lies(hostname: string, pathname: string, place: string): boolean {
  const [host = '', ...path] = place.split('/')
  const below = `/${path.join('/')}`
  const isHost = hostname === host || hostname.endsWith(`.${host}`)
  return isHost && (below === '/' || pathname === below || pathname.startsWith(`${below}/`))
}
