import { isRegistry } from '../../../net/dns/name.ts'
import { ownZone } from '../../../net/dns/own-zone.ts'
import {
  askPlainly,
  type Heard,
  type SilentZone,
  surveyZone,
  type ZoneSurvey,
} from '../../../net/dns/survey.ts'
import { beginTrip } from '../../../net/dns/trip.ts'
import { type Walk, walkName } from '../../../net/dns/walk.ts'
import type { ProbeContext } from '../../probe.ts'
import type { ZoneTarget } from './target.ts'

export interface ZoneDetail {
  /** When the look began (ms since 1970). */
  readonly at: number
  /** DS records of the keys that were believed without a parent's word. */
  readonly anchors: string[]
  readonly walk: Walk
  /** Of each zone that an alias chain led to, in its order. */
  readonly surveys: ZoneSurvey[]
  /** Of those that led nowhere since nobody answers. */
  readonly silent: SilentZone[]
}

/**
 * Walks the delegations down to a name, by what parents say now, and looks through the zone that it lies in:
 * where an alias leads on, through the next one too.
 */
export async function runZone(
  { name }: ZoneTarget,
  context: ProbeContext,
  port: number,
): Promise<ZoneDetail> {
  const { clock, trustAnchors, messages, resolvers, stop } = context
  const at = clock.now()
  const began = clock.monotonic()
  const means = { ...context, signal: stop, port, began }
  const walk = await walkName(name, 'A', {
    ...means,
    timeout: context.timeout * walkShare,
    maxAge: parentsAge,
  })
  const left = context.timeout * ownShare - (clock.monotonic() - began)
  const trip = beginTrip({ ...means, timeout: left })
  const reached = walk.cuts.filter(({ outcome }) => outcome !== 'referral')
  const [silent, answered] = [
    reached.filter(({ outcome, zone }) => outcome === 'failed' && !isRegistry(zone)),
    reached.filter(({ outcome }) => outcome !== 'failed'),
  ]
  const [surveys, plain] = await Promise.all([
    Promise.all(
      answered.map(async cut =>
        surveyZone(trip, { trustAnchors, messages, resolvers }, await ownZone(trip, cut), 'A'),
      ),
    ),
    Promise.all(silent.map(cut => askPlainly(trip, cut))),
  ])
  return {
    at,
    anchors: [...trustAnchors],
    walk: { ...walk, cuts: walk.cuts.map(roundedCut) },
    surveys: surveys.map(rounded),
    silent: plain.map(({ zone, servers }) => ({
      zone,
      servers: servers.map(server => ({ ...server, plain: timed(server.plain) })),
    })),
  }
}

/** Of the look's time: what the walk may take, and what all of it may, so that silence is known before it is cut off. */
const walkShare = 0.5
const ownShare = 0.9

/** Milliseconds: what a parent said longer ago is asked again. */
const parentsAge = 60_000

function roundedCut(cut: Walk['cuts'][number]): Walk['cuts'][number] {
  return { ...cut, asked: cut.asked.map(timed) }
}

/** Times to a hundredth of a millisecond: a record keeps many of them. */
function rounded(survey: ZoneSurvey): ZoneSurvey {
  const { servers, answer, keys, held } = survey
  return {
    ...survey,
    ...(answer && { answer: timed(answer) }),
    ...(keys && { keys: timed(keys) }),
    held: held.map(timed),
    servers: servers.map(({ host, address, plain, keys: shown, ...asked }) => ({
      host,
      address,
      soa: timed(asked.soa),
      tcp: timed(asked.tcp),
      servers: timed(asked.servers),
      answer: timed(asked.answer),
      ...(plain && { plain: timed(plain) }),
      ...(shown && { keys: timed(shown) }),
    })),
  }
}

function timed<Timed extends Pick<Heard, 'at' | 'ms'>>(heard: Timed): Timed {
  return { ...heard, at: hundredth(heard.at), ms: hundredth(heard.ms) }
}

function hundredth(ms: number): number {
  return Math.round(ms * 100) / 100
}
