import { policy } from '../policy.ts'

/** By what a vote of a peer stands: its AS path's origin, 0 where it has withdrawn the prefix. */
export type Vote = number

/**
 * What the routers that a collector hears have said of one prefix. Plain JSON.
 * A peer counts for a prefix once it has announced it: then its withdrawal is a loss. Where listening
 * began in the middle, peers may withdraw what nobody heard them announce; that counts once many do so,
 * for a route that flaps at one router is one router's.
 */
export interface PrefixEntry {
  /** When the newest change was seen. */
  at: number
  /** When it was first heard of. */
  firstAt: number
  /** Peer (its number in the state) → its vote. */
  votes: Record<number, Vote>
  /** How many peers have it now, have withdrawn it, and have withdrawn it without having been heard to announce it. */
  visible: number
  gone: number
  unheard: number
  /** Peers whose withdrawal nobody heard them announce before. */
  unbased: Record<number, true>
  /** Origins from which it is known, the usual one first. */
  origins: number[]
  /** An origin that it did not have, and since when somebody says so; 0 for none. */
  stranger: number
  strangerAt: number
  /** When it was withdrawn by most, and when it was back with most; 0 for never. */
  goneAt: number
  backAt: number
}

export function newEntry(at: number): PrefixEntry {
  return {
    at,
    firstAt: at,
    votes: {},
    visible: 0,
    gone: 0,
    unheard: 0,
    unbased: {},
    origins: [],
    stranger: 0,
    strangerAt: 0,
    goneAt: 0,
    backAt: 0,
  }
}

/** Takes in a peer's word. @param origin 0 for a withdrawal */
export function vote(entry: PrefixEntry, peer: number, origin: number, at: number): void {
  const before = entry.votes[peer]
  if (before === origin) return
  const wasWithdrawn = isWithdrawn(entry)
  forget(entry, peer)
  if (origin === 0 && before === undefined) {
    entry.unbased[peer] = true
    entry.unheard++
  }
  entry.votes[peer] = origin
  if (origin === 0) entry.gone++
  else entry.visible++
  entry.at = at
  if (origin !== 0) heedOrigin(entry, origin, before, at)
  noteTurn(entry, wasWithdrawn, at)
}

/** A peer that is down says nothing any more, for or against. */
export function forget(entry: PrefixEntry, peer: number): void {
  const vote = entry.votes[peer]
  if (vote === undefined) return
  if (vote === 0) entry.gone--
  else entry.visible--
  if (entry.unbased[peer]) entry.unheard--
  delete entry.unbased[peer]
  delete entry.votes[peer]
}

/** What was withdrawn before a gap in the feed may have been announced again in it. */
export function forgetWithdrawals(entry: PrefixEntry): void {
  for (const [peer, vote] of Object.entries(entry.votes)) if (vote === 0) forget(entry, Number(peer))
}

/** How many peers count: those that have it, and those that have lost it. */
export function peersOf({ visible, gone, unheard }: PrefixEntry): number {
  return visible + gone - (unheard < policy.routes.unheardPeers ? unheard : 0)
}

/** Most of the peers that had it have it no longer. */
export function isWithdrawn(entry: PrefixEntry): boolean {
  const peers = peersOf(entry)
  return peers > 0 && entry.visible <= peers * policy.routes.visibleShare
}

/** Some have lost it, more than flap in any hour, and most have not. */
export function isPartlyWithdrawn(entry: PrefixEntry): boolean {
  const peers = peersOf(entry)
  return !isWithdrawn(entry) && peers - entry.visible > peers * policy.routes.flappingShare
}

/** A peer's first word tells how things were; a change to an origin that nobody had is a stranger's. */
function heedOrigin(entry: PrefixEntry, origin: number, before: Vote | undefined, at: number): void {
  if (entry.origins.includes(origin)) {
    if (entry.stranger !== 0 && !hasVote(entry, entry.stranger)) entry.stranger = 0
    return
  }
  const settled = at - entry.firstAt > policy.routes.learningMs
  if (before === undefined && !settled) {
    entry.origins.push(origin)
  } else if (entry.stranger !== origin) {
    entry.stranger = origin
    entry.strangerAt = at
  }
}

function hasVote({ votes }: PrefixEntry, origin: number): boolean {
  return Object.values(votes).includes(origin)
}

function noteTurn(entry: PrefixEntry, wasWithdrawn: boolean, at: number): void {
  const withdrawn = isWithdrawn(entry)
  if (withdrawn && !wasWithdrawn) entry.goneAt = at
  if (!withdrawn && wasWithdrawn) entry.backAt = at
}
