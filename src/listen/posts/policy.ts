/** Every number by which posts are counted, in one place. Times are milliseconds. */
export const policy = {
  /** The length of a window of counts. */
  window: 10_000,
  /** Within so long an author counts once for a service. */
  once: 900_000,
  /** Authors that are remembered for that; who comes beyond them cannot be told from one who has counted. */
  mostAuthors: 100_000,
  /** So many authors of the same text count; behind a wave of copies there is often one hand. */
  mostAlike: 3,
  /** Only of texts so long, in words: "instagram down" is what thousands write by themselves. */
  alikeFrom: 8,
  /** Texts that are remembered for that. */
  mostTexts: 50_000,
  /** After a break no longer than this a stream goes on from where it was, where it can. */
  lookBack: 120_000,
  /** So many messages of one stream are read in a second, about half of a core: the judge and the pages come first. */
  mostPerSecond: 20_000,
  firstWait: 1_000,
  longestWait: 60_000,
}
