import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { nightView } from '../../test/site/night.ts'
import type { Statement, StatementSource } from '../model/heard.ts'
import { claimOf, disagreement, heardSources, lostDuring, saidDuring, timingOf } from './official.ts'
import { serviceStatus, sharesOf } from './standing.ts'
import type { SiteView } from './view.ts'

const at = (clock: string) => Date.parse(`2021-10-04T${clock}Z`)
const minute = 60_000

function seen(view: SiteView, id: string) {
  const incident = view.incidents[0]
  const service = view.catalogue.services.find(each => each.id === id)
  assert.ok(service !== undefined)
  const share = incident && sharesOf(view, incident).find(each => each.service.id === id)
  return {
    service,
    claim: claimOf(view, service)?.status,
    disagrees: disagreement(view, service),
    sources: heardSources(view, service).map(({ state }) => state),
    timing: incident && share && timingOf(view, incident, share),
    lost: incident && lostDuring(view, incident, service),
    said: incident && saidDuring(view, incident, id).map(({ title, text }) => title || text.slice(0, 20)),
  }
}

/** A night of which other things were said. */
function with_(view: SiteView, id: string, statements: Statement[], sources: StatementSource[]): SiteView {
  return {
    ...view,
    statements: new Map([...view.statements, [id, statements]]),
    sources: new Map([...view.sources, [id, sources]]),
  }
}

const source = { kind: 'statuspage', url: 'https://status.telegram.example/' }
const heard = (clock: string, state: 'heard' | 'lost' = 'heard'): StatementSource => ({
  kind: 'statement_source',
  id: `${state} ${clock}`,
  at: at(clock),
  service: 'telegram',
  source,
  state,
})
const said = (clock: string, more: Partial<Statement> = {}): Statement => ({
  kind: 'statement',
  id: clock,
  at: at(clock),
  service: 'telegram',
  source,
  title: clock,
  text: '',
  ...more,
})

describe('the operators’ word beside what is seen', () => {
  it('a page that calls all well while its service is down disagrees, until it says otherwise', () => {
    assert.deepEqual(seen(nightView('17:10:00'), 'instagram').disagrees, 'says_well')
    const later = seen(nightView('18:00:00'), 'instagram')
    assert.deepEqual([later.claim, later.disagrees], ['partial_outage', undefined])
  })

  it('a page that speaks of trouble while its service is seen to work disagrees too', () => {
    const view = nightView('17:10:00')
    const trouble = with_(
      view,
      'telegram',
      [said('16:00:00', { claims: 'major_outage' })],
      [heard('12:00:00')],
    )
    assert.equal(seen(trouble, 'telegram').disagrees, 'says_trouble')
    const blind = with_(
      nightView('17:10:00', 'silent'),
      'telegram',
      [said('16:00:00', { claims: 'major_outage' })],
      [heard('12:00:00')],
    )
    assert.equal(seen(blind, 'telegram').disagrees, undefined)
  })

  it('a page that is lost with its service claims nothing any more, and is told as lost since then', () => {
    const { claim, sources, lost } = seen(nightView('17:10:00'), 'facebook')
    assert.deepEqual([claim, sources], [undefined, ['lost', 'heard']])
    assert.deepEqual(
      lost?.map(({ from, until }) => [from, until]),
      [[at('15:44:20'), undefined]],
    )
    const after = seen(nightView('23:20:00'), 'facebook')
    assert.deepEqual(
      after.lost?.map(({ until }) => until),
      [at('21:31:00')],
    )
  })

  it('a page that turns us away is not told as lost', () => {
    const view = nightView('17:10:00')
    assert.deepEqual(seen(view, 'reddit').sources, ['unreadable'])
  })

  it('says how long after the trouble was seen the first word came: on the night, four hours and more', () => {
    assert.deepEqual(seen(nightView('20:00:00'), 'facebook').timing, {
      word: 'after',
      ms: at('19:52:55') - at('15:45:31'),
    })
    assert.equal(seen(nightView('20:00:00'), 'facebook').said?.length, 1)
  })

  it('says how long there is none, and when it is over that there was none', () => {
    assert.deepEqual(seen(nightView('17:10:00'), 'whatsapp').timing, {
      word: 'silent',
      ms: at('17:10:00') - at('15:45:31'),
    })
    assert.deepEqual(seen(nightView('23:20:00'), 'whatsapp').timing, { word: 'was_silent' })
  })

  it('says nothing of the silence of an operator whom nobody hears', () => {
    assert.deepEqual(seen(nightView('17:10:00'), 'messenger').timing, { word: 'unheard' })
    const { statements, sources, ...rest } = nightView('17:10:00')
    assert.deepEqual(seen({ ...rest, statements: new Map(), sources: new Map() }, 'facebook').timing, {
      word: 'unheard',
    })
  })

  it('takes a word that came before for one, and a page that goes on calling all well for none', () => {
    const view = nightView('17:10:00')
    const own = { kind: 'statuspage', url: 'https://status.whatsapp.example/' }
    const sources = view.sources.get('whatsapp') ?? []
    const early = { ...said('15:40:31'), service: 'whatsapp', source: own }
    assert.deepEqual(seen(with_(view, 'whatsapp', [early], [...sources]), 'whatsapp').timing, {
      word: 'before',
      ms: 5 * minute,
    })
    const well: Statement = { ...early, claims: 'operational', thread: 'standing' }
    assert.equal(seen(with_(view, 'whatsapp', [well], [...sources]), 'whatsapp').timing?.word, 'silent')
  })

  it('holds of several sources the worst', () => {
    const view = nightView('17:10:00')
    const [telegram] = view.catalogue.services.filter(({ id }) => id === 'telegram')
    assert.ok(telegram !== undefined)
    const other = { kind: 'json', url: 'https://other.example/' }
    const service = { ...telegram, official: [source, other] }
    const both = with_(
      view,
      'telegram',
      [
        said('16:30:00', { claims: 'operational' }),
        said('16:00:00', { claims: 'partial_outage', source: other }),
      ],
      [heard('12:00:00'), { ...heard('12:00:01'), source: other }],
    )
    assert.equal(claimOf(both, service)?.status, 'partial_outage')
    assert.equal(serviceStatus(both, service), 'operational')
  })
})
