/**
 * How a language says that a service does not work. Words are separated by spaces, patterns by lines; how patterns are
 * written is told in `pattern.ts`. Spelling needs no variants that `fold.ts` takes for the same.
 */
export interface Language {
  /** BCP 47; `hi-Latn` is Hindi in Latin letters. */
  readonly tag: string
  /** ISO 15924. */
  readonly script: 'Latn' | 'Beng' | 'Deva'
  /** Frequent words by which it is told from others of its script. */
  readonly words: string
  /** Endings that its words and the names in it take: `ফেসবুকের`, `instagram's`. */
  readonly endings: string
  /** Names of services that are everyday words too: they count as a name only where they stand as one. */
  readonly everyday: string
  /** Words that show that a service is spoken of: app, server, login. */
  readonly technical: string
  /** Words that may stand anywhere within a pattern: still, again, now. */
  readonly fillers: string
  /** What a hashtag ends in: `#instagramdown`. */
  readonly tags: string
  /** Signs of trouble, now. */
  readonly signs: string
  /** Weaker signs, which count only where the post says that others meet it too. */
  readonly weak: string
  /** That others meet it too, or whether they do: anyone else, for everyone, whole office. */
  readonly crowd: string
  /** What looks like a sign and is none; it voids the signs that it covers or runs into. */
  readonly idioms: string
  /** What fails or falls that is no service, just before a sign: it voids the sign. */
  readonly others: string
  /** That it works (again). */
  readonly works: string
  /** What a post is about, if it is about no outage now, by why. */
  readonly asides: Readonly<Record<Aside, string>>
  /** What looks like an aside and is none: `since yesterday`. */
  readonly noAsides: string
  /** Words for parts of services, by kind of part (`components.ts`). */
  readonly parts: Readonly<Partial<Record<Part, string>>>
}

/**
 * Why a post that has signs is not counted: an offer of rescue (they ride on every outage), another day's outage, one's
 * own device or line or account, advice, what may be some day, shares and figures.
 */
export const asides = ['scam', 'past', 'own', 'advice', 'plan', 'figures'] as const
export type Aside = (typeof asides)[number]

export const parts = [
  'messages',
  'calls',
  'photos',
  'videos',
  'login',
  'mail',
  'payments',
  'tickets',
  'meetings',
  'web',
  'website',
  'api',
  'git',
] as const
export type Part = (typeof parts)[number]
