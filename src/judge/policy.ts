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
  /** What people say; times in ms, for people's reports know nothing of rounds. */
  voices: {
    /** A rise is looked for in the last minute and in the last minutes. */
    fastMs: 60_000,
    slowMs: 300_000,
    /** Raised: so many times the usual, and at least so many people there (authors, of posts)… */
    times: 2.5,
    people: 10,
    authors: 15,
    /** …of so many networks: one network is counted for so many people at most, whatever it sends. */
    networks: 3,
    perNetwork: 8,
    /** …and so sure. A rise is that rare to begin with (nats). */
    sure: 0.99,
    rarity: 11.5,
    /** Usual again: under so many times the usual, or no longer surprising (nats), and that for so long. */
    calmTimes: 1.5,
    calmSurprise: 2,
    calmMs: 600_000,
    /** Not heard from any source for so long: nobody listens. */
    unheardAfterMs: 60_000,
    /** Of few: from so few networks, each with so many people, or one with most of what came, or most of that held back… */
    fewNetworks: 50,
    peoplePerNetwork: 1.6,
    crowdedShare: 0.5,
    /** …or most name at most so many places, or one carrier, that usually fewer name, once so many name any. */
    fewPlaces: 2,
    fewShare: 0.75,
    fewUsually: 0.5,
    fewNaming: 10,
    /** Names that are remembered as usual, from so many people on, and people among whom they are told apart. */
    mixNames: 64,
    mixKnown: 50,
    mixPeople: 2000,
    /** Names are told from this share of those who name any, so many at most; from so many people in the last minute. */
    namedShare: 0.05,
    namedAtMost: 5,
    namedFrom: 30,
    /** …and not what one or two name. */
    namedByAtLeast: 5,
    /** Said again while raised: at so many times what was said (or less by as many), or when others are named. */
    againTimes: 3,
    againAfterMs: 60_000,
    againShare: 0.4,
    /** A carrier is laid at the door of what is greater; another service that is seen well only at that of an outage so many times greater. */
    greaterTimes: 10,
    /** What began so much later may still be the reason: people may report before it is seen. */
    togetherMs: 180_000,
    /** However clear it is: raised, of few, usual, and before it is known what is usual. */
    confidenceCaps: { raised: 0.99, few: 0.9, usual: 0.99, notKnown: 0.7 },
    /** Words of an operator that are remembered, for those that come before an incident is certain. */
    words: 8,
    /** Windows that are named as deciding it. */
    cited: 6,
    /** How much it adds to the log-odds of a verdict of the looks (nats). */
    supports: 0.7,
    /** It speaks for what began to fail so few rounds before it at most… */
    supportsRounds: 10,
    /** …and who has not looked since it rose counts as seeing it fine for so long still (rounds). */
    graceRounds: 0.5,
    habit: {
      /** What a service is taken for before anything is known: few people, very unsteady; as good as so much learning. */
      prior: { perMinute: 2, minutes: 20, spread: 40, weight: 50, fadesMinutes: 600 },
      leastPerMinute: 0.02,
      leastSpread: 0.01,
      /** Known after so long: before that, what is raised is learnt all the same. */
      knownMinutes: 60,
      /** After so long a rise is the new usual. */
      settlesMs: 2 * 86_400_000,
      /** How fast the recent level and the unsteadiness follow (minutes). */
      recentMinutes: 45,
      forgetsMinutes: 5760,
      /** How far an hour follows the next of its kind, and of how many minutes it must be made. */
      follows: 0.3,
      hourMinutes: 20,
      /** How far a single minute may pull, and a day be livelier than others. */
      atMostTimes: 2,
      /** How far a single one counts for unsteadiness, in deviations. */
      atMostDeviations: 8,
    },
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
