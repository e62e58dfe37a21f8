import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Daemon } from '../../../../test/internet/dns/daemon.ts'
import { findPlace, type Place } from '../../../../test/internet/dns/place.ts'
import { haveNginx, startNginx } from '../../../../test/internet/http/nginx.ts'
import { lookOnce } from '../../../../test/internet/look.ts'
import { blockPageAt, blockPages } from './block-pages.ts'
import { httpsProbe } from './https.ts'
import { pageFacts } from './page.ts'

const loginForm = '<form action=/in><input name=who><input name="pass" type="password"></form>'
const locations = `
location = / { return 302 /login?next=%2F; }
location = /photos { return 302 /login; }
location = /feed { return 302 /accounts/login/?next=%2Ffeed; }
location = /member { return 302 /welcome; }
location = /welcome { return 200 '${loginForm}'; }
location = /doc { return 302 /help/login-problems?next=1; }
location = /help/login-problems { return 200 'how to'; }
location = /shop { return 302 /login/bare; }
location = /login/bare { return 200 'hello'; }
location = /login { return 200 '${loginForm}'; }
location = /accounts/login/ { return 200 '<div id=app></div>'; }
location = /old-login/ { return 302 /login; }
location = /sign-in { return 302 /login; }
location = /led { return 302 http://www.warning.or.kr/; }
location = /dot { return 302 http://www.airtel.in/dot/?dpid=1; }
location = /framed { return 200 '<html><body><iframe src="http://10.10.34.35:80" width=100%></iframe>'; }
location = /refreshed { return 200 '<meta http-equiv="refresh" content="0; url=http://internetpositif.uzone.id/x">'; }
location = /told { return 200 'The page you have requested has been blocked, because the URL is banned as per the Government Rules'; }
location = /law { return 451 'no'; }
location = /news { return 200 '<p>The page <a href="http://warning.or.kr">warning.or.kr</a> is shown to readers.</p>'; }
location = /elsewhere { return 302 /news; }
`

describe('an answer that is another page than the one asked for', {
  skip: !haveNginx && 'nginx is not installed',
}, () => {
  let place: Place
  let nginx: Daemon

  before(async () => {
    place = await findPlace()
    nginx = await startNginx(`${place.folder}/nginx`, [
      { address: place.address(1), port: place.port, locations },
    ])
  })

  after(async () => {
    await nginx?.stop()
    await place?.remove()
  })

  const found = async (path: string, more: object = {}) => {
    const url = `http://${place.address(1)}:${place.port}${path}`
    return (await lookOnce(httpsProbe, { url, ...more })).findings
  }
  const codes = async (path: string, more: object = {}) => (await found(path, more)).map(({ code }) => code)

  it('is a login wall where a redirect leads to a page that asks for a password, or knows whence one came', async () => {
    assert.deepEqual(await codes('/photos'), ['login_wall'])
    assert.deepEqual(await codes('/feed'), ['login_wall'])
    assert.deepEqual(await codes('/photos', { contains: 'a picture' }), ['login_wall'])
    assert.deepEqual(await codes('/', { contains: 'the news' }), ['login_wall'])
  })

  it('is no login wall where a login page was asked for, or what belongs there is there', async () => {
    for (const path of ['/', '/login', '/sign-in', '/member', '/doc', '/shop', '/elsewhere'])
      assert.deepEqual(await codes(path), [], path)
    assert.deepEqual(await codes('/photos', { contains: 'type="password"' }), [])
    assert.deepEqual(await codes('/photos', { redirects: 'stop' }), [])
    assert.deepEqual(await codes('/shop', { contains: 'the shop' }), ['content_missing'])
  })

  it('is a block page by where it leads, what it frames or what it says', async () => {
    const expected = [
      ['/led', 'kr_warning'],
      ['/dot', 'in_dot'],
      ['/framed', 'ir_peyvandha'],
      ['/refreshed', 'id_trustpositif'],
      ['/told', 'in_dot'],
      ['/law', 'status_451'],
    ]
    for (const [path = '', fingerprint] of expected) {
      const findings = await found(path)
      assert.deepEqual(
        findings.map(({ code, args }) => [code, args['fingerprint']]),
        [['block_page', fingerprint]],
        path,
      )
    }
  })

  it('is no block page for a mere mention, nor where what belongs there is there', async () => {
    assert.deepEqual(await codes('/news'), [])
    assert.deepEqual(await codes('/told', { contains: 'requested' }), [])
    assert.deepEqual(await codes('/law', { status: 451 }), [])
  })
})

describe('the known block pages', () => {
  it('have each a name of its own and something to know it by', () => {
    assert.equal(new Set(blockPages.map(({ id }) => id)).size, blockPages.length)
    for (const { id, places = [], phrases = [] } of blockPages) {
      assert.ok(places.length + phrases.length > 0, id)
      for (const place of places) assert.equal(blockPageAt(`http://${place}/x`)?.id, id, place)
      for (const phrase of phrases) assert.equal(pageFacts(`<p>${phrase}</p>`).blockPhrase, id)
    }
  })

  it('are not taken for their neighbours', () => {
    for (const url of ['https://www.airtel.in/', 'https://airtel.in/dots', 'https://notcensor.qa/', '/x', ''])
      assert.equal(blockPageAt(url), undefined, url)
  })
})
