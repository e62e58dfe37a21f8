import type { Classify } from '../../src/listen/posts/classify/classify.ts'
import type { Labelled } from './labelled.ts'

/** How what is claimed of services compares with what the posts were labelled to say. */
export interface Score {
  /** Posts, and claims (a service in a post) by the labels. */
  readonly posts: number
  readonly claims: number
  /** Claims that were made and are right, made and wrong, and missed. */
  readonly right: number
  readonly wrong: number
  readonly missed: number
}

/** The score of all posts, and of those of each value of `by`. */
export function scoreBy(
  posts: readonly Labelled[],
  classify: Classify,
  by: (post: Labelled) => string,
): Map<string, Score> {
  const groups = Map.groupBy(posts, by)
  return new Map([...groups].map(([group, members]) => [group, score(members, classify)]))
}

export function score(posts: readonly Labelled[], classify: Classify): Score {
  const sum = { posts: 0, claims: 0, right: 0, wrong: 0, missed: 0 }
  for (const { text, services } of posts) {
    const said = classify(text)
    const claimed = said.kind === 'trouble' ? [...said.services.keys()] : []
    const right = claimed.filter(service => services.has(service)).length
    sum.posts++
    sum.claims += services.size
    sum.right += right
    sum.wrong += claimed.length - right
    sum.missed += services.size - right
  }
  return sum
}

/** Shares from 0 to 1; undefined where there is nothing to take a share of. */
export function precisionOf({ right, wrong }: Score): number | undefined {
  return right + wrong === 0 ? undefined : right / (right + wrong)
}

export function recallOf({ right, missed }: Score): number | undefined {
  return right + missed === 0 ? undefined : right / (right + missed)
}

/** Of the claims whose component is labelled and whose service is found, those whose component is found too. */
export function componentsFound(
  posts: readonly Labelled[],
  classify: Classify,
): { readonly found: number; readonly of: number } {
  const labelled = posts.flatMap(({ text, services }) => {
    const said = classify(text)
    if (said.kind !== 'trouble') return []
    return [...services].flatMap(([service, component]) => {
      const components = said.services.get(service)
      return component === undefined || components === undefined ? [] : [components.includes(component)]
    })
  })
  return { found: labelled.filter(Boolean).length, of: labelled.length }
}
