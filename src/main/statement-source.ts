import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import { followStatements } from '../listen/statements/follow.ts'
import type { Catalogue } from '../model/service.ts'
import { resolveHost } from '../net/dns/resolve.ts'
import type { EvidenceLog } from '../store/store.ts'
import type { Loop } from './lifecycle.ts'
import type { Config } from './options.ts'
import { familiesHere } from './place.ts'
import { systemResolvers } from './resolv-conf.ts'

export interface StatementSourceOptions {
  readonly config: Pick<Config, 'resolvers' | 'statementHosts' | 'xToken'>
  readonly catalogue: Catalogue
  /** Ids of services that are in trouble now. */
  readonly troubled: () => ReadonlySet<string>
  readonly clock: Clock
  readonly random: Random
  readonly newId: () => string
  readonly log: Log
}

const patienceMs = 8_000

/** Reads what the catalogue's operators say officially, into the record. */
export function statementSource({ config, ...options }: StatementSourceOptions) {
  const resolvers = config.resolvers.length > 0 ? config.resolvers : systemResolvers()
  const families = familiesHere()
  return (evidence: EvidenceLog): Loop =>
    signal =>
      followStatements({
        ...options,
        evidence,
        secrets: config.xToken === undefined ? {} : { x: config.xToken },
        resolve: (host, signal) =>
          resolveHost(host, { ...options, resolvers, families, timeout: patienceMs, attempt: 0, signal }),
        privateHosts: new Set(config.statementHosts),
        signal,
      })
}
