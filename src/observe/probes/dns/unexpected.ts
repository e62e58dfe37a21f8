import { type Finding, finding } from '../../../model/finding.ts'
import type { DnsDetail } from './run.ts'
import type { DnsTarget } from './target.ts'

/** Answers that the catalogue does not expect: by whom, what, and what was expected. */
export function unexpected({ resolvers, walk }: DnsDetail, { name, expect }: DnsTarget): Finding[] {
  if (expect === undefined) return []
  const strange = (values: readonly string[]) => values.filter(value => !expect.includes(value))
  const liars = resolvers.filter(({ values }) => strange(values).length > 0)
  const found = strange(walk.values)
  const say = (by: string, servers: string[], got: string[]) =>
    finding('name_unexpected_answer', { name, by, servers, got: [...new Set(got)], expected: expect })
  return [
    ...(liars.length === 0
      ? []
      : [
          say(
            'resolvers',
            liars.map(({ resolver }) => resolver),
            liars.flatMap(({ values }) => strange(values)),
          ),
        ]),
    ...(found.length === 0 ? [] : [say('authoritative', [], found)]),
  ]
}
