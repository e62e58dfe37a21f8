import type { Cause } from '../model/cause.ts'
import { kindOf } from '../model/fate.ts'
import { type Finding, type FindingCode, finding } from '../model/finding.ts'
import type { ComponentKey } from '../model/service.ts'
import { isTrouble } from '../model/status.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Fates } from './fate/fates.ts'
import { policy } from './policy.ts'
import type { Routes } from './routes/routes.ts'
import type { ComponentMemory } from './state.ts'

/** How a component suffers from another: it cannot do without it, or those who miss that one flood it. */
export type Suffering = 'leans_on_failing' | 'flooded_by_retries'

/** The component that another's trouble is likely a consequence of, and how. */
export interface Culprit {
  readonly on: ComponentKey
  readonly by: Suffering
}

/** What is held of all components, and what their services stand on. */
export interface Others {
  readonly components: ReadonlyMap<ComponentKey, ComponentMemory>
  readonly fates: Fates
  readonly routes: Routes
}

/**
 * Whom a component's trouble is likely a consequence of: what it leans on, if that is in trouble for most and
 * fell before it or, as far as looks can tell, with it; else the name that it is flooded for.
 * @param since when this one's trouble began (ms)
 * @param root what is seen of it at bottom
 */
export function culpritOf(
  memory: ComponentMemory,
  since: number,
  root: Finding | undefined,
  others: Others,
): Culprit | undefined {
  const on = leaningOn(memory, root).find(key => {
    const verdict = fallen(others.components.get(key)?.verdict)
    return verdict !== undefined && verdict.since <= since + togetherMs(memory)
  })
  if (on !== undefined) return { on, by: 'leans_on_failing' }
  const lost = floodedFor(memory, since, root, others)
  return lost === undefined ? undefined : { on: lost, by: 'flooded_by_retries' }
}

/** What fails below its own pages is its own: what it leans on shows in what they answer. */
function leaningOn({ component }: ComponentMemory, root: Finding | undefined): readonly ComponentKey[] {
  const isOwn = root !== undefined && root.layer !== 'http' && root.layer !== 'content'
  return isOwn ? [] : (component.leansOn ?? [])
}

/**
 * A name that many ask for and whose servers are silent is asked for again and again: a resolver keeps each
 * question until its time is up, and people and programs ask anew. On 4 October 2021 that was thirty times the
 * usual questions at public resolvers, some of which slowed (Cloudflare, "Understanding how Facebook disappeared
 * from the Internet"). So a resolver that falls soon after such a name is likely its victim. Silence alone floods:
 * a denial or a refusal is an answer and is kept. And who lost the resolver's own routes, or stands in one network
 * with it, may have lost both at once: of that it is no victim.
 */
function floodedFor(
  memory: ComponentMemory,
  since: number,
  root: Finding | undefined,
  { components, fates, routes }: Others,
): ComponentKey | undefined {
  if (memory.component.floodedByRetries !== true || root?.layer === 'route') return undefined
  const earliest = since - policy.collateral.floodRounds * memory.round
  const own = fates.of(memory.service, routes).fate.keys
  for (const other of components.values()) {
    const verdict = fallen(other.verdict)
    if (verdict === undefined || !isSilent(verdict.cause)) continue
    if (verdict.since < earliest || verdict.since > since + togetherMs(memory)) continue
    const grounds = fates.of(other.service, routes).grounds
    if (!own.some(key => grounds.has(key) && kindOf(key) !== 'issuer')) return other.key
  }
  return undefined
}

/** In trouble for most. */
function fallen(verdict: Verdict | null | undefined): Verdict | undefined {
  return verdict?.scope === 'everywhere' && isTrouble(verdict.status) ? verdict : undefined
}

function isSilent(cause: Cause | undefined): boolean {
  return (
    cause?.victimOf === undefined &&
    cause?.chain.some(({ code }) => code === 'authoritative_unreachable') === true
  )
}

function togetherMs({ round }: ComponentMemory): number {
  return policy.collateral.togetherRounds * round
}

const sufferings = new Set<FindingCode>(['leans_on_failing', 'flooded_by_retries'])

/** The cause of a victim: whose and how first, then what is seen of it. Its layer stays that of what is seen. */
export function asVictim(cause: Cause, { on, by }: Culprit): Cause {
  const seen = cause.chain.filter(({ code }) => !sufferings.has(code))
  return { ...cause, chain: [finding(by, { on }), ...seen], victimOf: on }
}
