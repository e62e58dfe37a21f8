/** How much one sender may bring of one service within a time: so many, or this share of what is met elsewhere. */
export interface Share {
  readonly atLeast: number
  readonly share: number
}

/** What one sender may bring within `ms` milliseconds. */
export interface Allowance {
  readonly ms: number
  /** What a network brings beyond so many shows nothing about how widely a trouble is met. */
  readonly breadthPerNetwork: number
  readonly network: Share
  /** Its networks and people are what the gateway says they are. */
  readonly gateway: Share
  /** All that came without a proof that was asked for: not everybody's browser can give one. */
  readonly unproved: Share
}

/** Milliseconds within which a person counts once. */
const quarterMs = 900_000

/** Every threshold by which what people say is counted, in one place. docs/decisions/0013-counting-reports.md says why. */
export const policy = {
  reports: {
    /** Milliseconds of a window: each is one evidence. It divides the minute. */
    windowMs: 10_000,
    quarterMs,
    allowances: [
      {
        ms: 60_000,
        breadthPerNetwork: 2,
        network: { atLeast: 2, share: 0.02 },
        gateway: { atLeast: 5, share: 0.5 },
        unproved: { atLeast: 2, share: 0.1 },
      },
      {
        ms: quarterMs,
        breadthPerNetwork: 4,
        network: { atLeast: 8, share: 0.02 },
        gateway: { atLeast: 20, share: 0.5 },
        unproved: { atLeast: 8, share: 0.1 },
      },
    ] satisfies Allowance[],
    /** Milliseconds between two reads of the log, and about how many reports are read at once. */
    paceMs: 500,
    chunk: 5_000,
  },
} as const
