import type { Statement, StatementSource } from '../../src/model/heard.ts'
import { catalogue } from './catalogue.ts'

/**
 * What operators said on the night, for tests. Order and times are the night's; the words are paraphrases of our
 * own, and the status pages are invented, but for one falling together with its service.
 */
const at = (clock: string) => Date.parse(`2021-10-04T${clock}Z`)
const pageOf = (service: string) => ({ kind: 'statuspage', url: `https://status.${service}.example/` })
const accountOf = (service: string) => ({ kind: 'x', url: `https://x.example/${service}` })

const standing = (service: string, when: number, title: string, claims: Statement['claims']): Statement => ({
  kind: 'statement',
  id: `standing-${service}-${when}`,
  at: when,
  service,
  source: pageOf(service),
  url: pageOf(service).url,
  title,
  text: '',
  ...(claims !== undefined && { claims }),
  thread: 'standing',
  ref: 'standing',
})
const post = (service: string, clock: string, text: string, language: string): Statement => ({
  kind: 'statement',
  id: `post-${service}-${clock}`,
  at: at(clock),
  service,
  source: accountOf(service),
  url: `${accountOf(service).url}/status/${clock.replaceAll(':', '')}`,
  language,
  title: '',
  text,
  thread: clock,
  ref: clock,
})

const told: Statement[] = [
  ...catalogue.services
    .filter(({ id }) => id !== 'messenger')
    .map(({ id }) => standing(id, at('14:02:00'), 'All Systems Operational', 'operational')),
  // Instagram's page calls all well for an hour of the outage.
  standing('instagram', at('17:40:00'), 'Partial System Outage', 'partial_outage'),
  post(
    'facebook',
    '19:52:55',
    '(test data) We are sorry to all who cannot reach us. Our networks have trouble, and everyone here is at work on it.',
    'en',
  ),
  post(
    'facebook',
    '22:33:59',
    [
      '(test data) Our apps are coming back online. To the many people and shops all over the world who stand on us: we are sorry, and thank you for bearing with us.',
      'It will take a while until everything is as it was. Some of you will still meet errors, slow pages and messages that do not go out, and photos may stay away for longer than the rest. We bring the load back piece by piece, so that nothing falls over a second time.',
      'We will tell what happened when we know all of it.',
    ].join('\n\n'),
    'en',
  ),
  {
    kind: 'statement',
    id: 'works-bkash',
    at: at('13:00:00'),
    service: 'bkash',
    source: pageOf('bkash'),
    url: 'https://status.bkash.example/works',
    language: 'bn',
    title: 'রাতে রক্ষণাবেক্ষণ',
    text: '(পরীক্ষার তথ্য) রাত ২টা থেকে ৪টা পর্যন্ত লেনদেন বন্ধ থাকবে।\nঅসুবিধার জন্য দুঃখিত।',
    thread: 'works',
    ref: 'works/1',
  },
]

const source = (
  service: string,
  origin: Statement['source'],
  clock: string,
  because?: string,
): StatementSource => ({
  kind: 'statement_source',
  id: `${origin.url}-${clock}`,
  at: at(clock),
  service,
  source: origin,
  state: because === undefined ? 'heard' : 'lost',
  ...(because !== undefined && { because }),
})
const changes: StatementSource[] = [
  ...catalogue.services
    .filter(({ id }) => id !== 'messenger')
    .map(({ id }) => source(id, pageOf(id), '12:00:00')),
  source('facebook', accountOf('facebook'), '12:00:00'),
  source('facebook', pageOf('facebook'), '15:44:20', 'dns_servfail_error'),
  source('facebook', pageOf('facebook'), '21:31:00'),
  source('reddit', pageOf('reddit'), '14:30:00', 'status_403'),
]

/** What was known of it at a moment. */
export function saidBy(now: number) {
  const statements = told.filter(each => each.at <= now).sort((a, b) => b.at - a.at)
  return {
    statements: Map.groupBy(statements, ({ service }) => service),
    sources: Map.groupBy(
      changes.filter(each => each.at <= now),
      ({ service }) => service,
    ),
  }
}
