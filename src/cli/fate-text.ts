import {
  type Fate,
  kindOf,
  nameOf,
  networkName,
  type Place,
  type SinglePoint,
  sharedKeys,
} from '../model/fate.ts'
import { pointText, severityText } from '../tell/fate.ts'
import type { Words } from '../tell/words/words.ts'
import { beside } from './columns.ts'

/** Each service as a tree of what it stands on, then what each two share, the most particular first. In 80 columns. */
export function fateText(fates: readonly Fate[], words: Words): string {
  const pairs = fates.flatMap((one, index) => fates.slice(index + 1).map(other => [one, other] as const))
  // Of all services at once the pairs that share nothing are too many to name.
  const telling = pairs.filter(([one, other]) => fates.length <= 3 || sharedKeys(one, other).length > 0)
  const lines = [
    ...fates.flatMap(fate => [...treeOf(fate, words), '']),
    ...telling.flatMap(([one, other]) => sharedLines(one, other, words)),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function treeOf({ service, zones, servers, certificates, singlePoints }: Fate, words: Words): string[] {
  return [
    service,
    ...zones.flatMap(({ zone = '?', operators, nameServers }) => [
      ...row(words.say('service.zone'), [zone, ...operators.map(name => `(${name})`)].join(' ')),
      ...nameServers.flatMap(({ host, places }) => row('', [host, ...places.map(placeText)].join(' '))),
    ]),
    ...servers.flatMap((place, index) =>
      row(index === 0 ? words.say('service.addresses') : '', placeText(place)),
    ),
    ...certificates.flatMap(({ issuer, subject, notAfter }, index) =>
      row(
        index === 0 ? words.say('service.certificate') : '',
        words.say('service.certificate_by', { issuer, subject, date: words.date(notAfter, 'UTC') }),
      ),
    ),
    ...singlePoints.flatMap((point, index) =>
      row(index === 0 ? words.say('fate.single_points') : '', markedPoint(point, words)),
    ),
  ]
}

const indent = 18

function row(label: string, text: string): string[] {
  return beside(`  ${label}`, text, indent)
}

function placeText({ address, prefix, as, network, cdn }: Place): string {
  const whose = as === undefined ? '' : networkName(as, network)
  return [address, `in ${prefix}`, whose, cdn ?? ''].filter(Boolean).join(' ')
}

const marks = { serious: '✖', moderate: '!', slight: '–' } as const

/** Its mark and its word say how grave it is. */
function markedPoint(point: SinglePoint, words: Words): string {
  return `${marks[point.severity]} ${severityText(point.severity, words)}: ${pointText(point, words)}`
}

function sharedLines(one: Fate, other: Fate, words: Words): string[] {
  const names = words.list([one.service, other.service])
  const keys = sharedKeys(one, other)
  if (keys.length === 0) return [words.say('fate.share_nothing', { services: names })]
  return [
    words.say('fate.share', { services: names }),
    ...keys.flatMap(key => row(words.say(`fate.kind.${kindOf(key)}`), nameOf(key))),
  ]
}
