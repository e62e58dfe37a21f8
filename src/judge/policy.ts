/**
 * Every threshold by which the judge decides, in one place. Times are counted in rounds (the interval
 * of a component's targets), so that a drill with rounds of five seconds is judged like the field.
 */
export const policy = {
  belief: {
    /** How often a single look errs: P(failure | works) and P(success | broken). */
    errs: 0.05,
    /** The belief's bounds, in looks: how many agreeing looks it remembers for and against. */
    forgetsGoodAfter: 1,
    forgetsBadAfter: 3,
    /** Crossed by the third net failure below zero, and by the first net success above it (nats). */
    failingBelow: -8.5,
    workingAbove: 2.5,
    /** So many looks in a row are refused before the prober counts as refused. */
    refusedLooks: 2,
  },
  slow: {
    /** Looks that make a history, and how far out of it a look must be: times, spreads, milliseconds. */
    historyLooks: 4,
    times: 3,
    spreads: 6,
    /** However uneven its history, so many times the usual is slow. */
    atMostTimes: 8,
    atLeastMs: 400,
    /** How fast the history follows: per look, and per look that was slow. */
    learning: 0.02,
    learningWhileSlow: 0.001,
  },
  quorum: {
    /** Sound vantage points that must agree: this share of them, and this many where there are as many. */
    share: 0.4,
    atLeast: 2,
    /** Where all others are cut off or silent, the last one must see it for so many rounds. */
    aloneRounds: 3,
    /** A minority that sees it for so many rounds is told as regional. */
    regionalRounds: 3,
    /** …and as long as it is so sure of it. */
    regionalConfidence: 0.8,
  },
  vantage: {
    /** Sound while it sees this share of its controls. */
    controlsShare: 0.5,
    /** Silent when not heard for so many of the shortest rounds, or so long (ms), whichever is longer. */
    silentRounds: 4,
    silentAfterMs: 15_000,
  },
  /** What a vantage point saw longer ago than this says nothing of now. */
  staleRounds: 3,
  /** An observation received so much later than it was made is history, not news (rounds, at least ms). */
  lateRounds: 3,
  lateAfterMs: 30_000,
  /** A better status short of `operational`, or another cause, must last so long before it is said. */
  settleRounds: 1,
  routes: {
    /** A prefix counts as withdrawn when at most this share of the peers that had it still has it. */
    visibleShare: 0.5,
    /** A peer or two always flap: more than this share of the peers must have lost it to be worth telling. */
    flappingShare: 0.15,
    /** Withdrawals of what nobody heard announced count from so many peers on. */
    unheardPeers: 10,
    /** Origins that a prefix is first heard with, within so long (ms), are its own. */
    learningMs: 10_000,
  },
  incident: {
    /** A suspicion without a quorum is retracted after so many rounds. */
    suspectRounds: 4,
    /** Resolved after so many quiet rounds; twice as many after each relapse, up to this many doublings. */
    quietRounds: 6,
    doublings: 3,
    /** A component that fails again within so many rounds after the resolution reopens it. */
    reopenRounds: 20,
    /** Spells of one component that get lines of their own in the timeline; the rest are counted. */
    tellRelapses: 5,
    /** Joins an incident by something particular in common (a name server, a prefix, a certificate)… */
    strongRounds: 30,
    /** …or by something broad (an AS, an organisation) only if it fell at nearly the same time. */
    weakRounds: 8,
  },
  cause: {
    /** How sure a cause's layer is, as log-odds (nats): to begin with, by who agrees, less for what is open below it. */
    base: 1,
    perVantagePoint: 1.2,
    perOpenLayer: 0.7,
    /** Looks that are named as showing it. */
    cited: 6,
  },
  blocking: {
    /** What one country alone meets is told as looking blocked when that has been so for this many rounds. */
    rounds: 2,
  },
  collateral: {
    /** A victim may be seen to fail so many rounds before what it leans on. */
    togetherRounds: 2,
    /** …and a resolver may be flooded for a name so many rounds after that fell: until then caches held it. */
    floodRounds: 5,
  },
  fate: {
    /** What a vantage point saw so much longer ago than the newest look is no longer stood on (ms). */
    forgetAfterMs: 6 * 3_600_000,
  },
  /** However clear it looks, a conclusion rests on so many vantage points: 1, 2, 3, more. As measured by `npm run calibration`. */
  confidenceCaps: [0.87, 0.97, 0.98, 0.99],
  /** So often, in rounds, what is astir is looked through for what time alone changes; not more than once a second. */
  astirRounds: 0.1,
  /** At least so often (ms) everything is looked through for what time alone changes. */
  sweepMs: 15_000,
} as const

export type Policy = typeof policy
