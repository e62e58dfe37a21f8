import { type Finding, finding } from '../../../model/finding.ts'
import { isPrivateAddress } from '../../../net/address.ts'
import type { DnsDetail, ResolverLook } from './run.ts'
import type { DnsTarget } from './target.ts'

/**
 * Where resolvers lead, against where the name's own servers do: to addresses that cannot be on the internet,
 * which nobody but the name's owner may mean, or somewhere that has nothing to do with the true answer. The
 * comparison is OONI's (test specification ts-017, DNS consistency); pools of servers answer everybody
 * otherwise, so that a difference alone says little.
 */
export function readValues({ resolvers, walk }: DnsDetail, { name, type }: DnsTarget): Finding[] {
  if (type !== 'A' && type !== 'AAAA') return []
  const answering = resolvers.filter(({ values }) => values.length > 0)
  // Where nobody who must know was heard, or they say so themselves, there is nothing to hold it against.
  const heard = walk.cuts.at(-1)?.asked.some(({ rcode }) => rcode !== undefined) === true
  const owned = walk.values.some(isPrivateAddress)
  const bogus = owned || !heard ? [] : answering.filter(({ values }) => values.some(isPrivateAddress))
  const strange = answering.filter(look => !bogus.includes(look) && differs(look, walk.values))
  return [
    ...say('name_bogon_answer', bogus, name, { failed: bogus.length, asked: resolvers.length }),
    ...say('resolver_answer_differs', strange, name, { own: [...walk.values] }),
  ]
}

function differs({ values }: ResolverLook, own: readonly string[]): boolean {
  return own.length > 0 && values.every(value => !own.includes(value))
}

function say(
  code: 'name_bogon_answer' | 'resolver_answer_differs',
  looks: readonly ResolverLook[],
  name: string,
  more: Finding['args'],
): Finding[] {
  if (looks.length === 0) return []
  const got = [...new Set(looks.flatMap(({ values }) => values))]
  return [finding(code, { name, resolvers: looks.map(({ resolver }) => resolver), got, ...more })]
}
