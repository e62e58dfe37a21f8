import { isDeepStrictEqual } from 'node:util'
import { openStore } from '../src/main/wire.ts'
import type { Judgement } from '../src/model/judgement.ts'
import type { Check } from './result.ts'

/**
 * Whether the observatory, which was killed meanwhile, has itself said what the whole record gives: each
 * judgement once and in order, and of every incident the same last word. It must have ended.
 * @param told what the record gives, in order
 */
export async function ownWordsOf(data: string, told: readonly Judgement[]): Promise<Check> {
  await using store = await openStore(data)
  const own = (await store.judgements.after(0, told.length + 1)).map(({ judgement }) => judgement)
  const claim = 'the observatory, killed meanwhile, has itself said the same, each thing once'
  const wrong = own.findIndex((judgement, n) => !isDeepStrictEqual(judgement, plain(told[n])))
  if (wrong >= 0) return { claim, pass: false, concluded: `otherwise from judgement ${wrong + 1} on` }
  const unsaid = told.slice(own.length).filter(({ kind }) => kind === 'incident')
  return { claim, pass: unsaid.length === 0, concluded: `${own.length} of ${told.length} judgements` }
}

/** As it comes back from a store: what is undefined is not there. */
function plain(judgement: Judgement | undefined): unknown {
  return judgement === undefined ? undefined : JSON.parse(JSON.stringify(judgement))
}
