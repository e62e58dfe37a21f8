import type { Support } from '../../model/verdict.ts'
import type { Voice } from '../../model/voice.ts'
import { probability } from '../belief.ts'
import type { Sight } from '../component.ts'
import { policy } from '../policy.ts'

/**
 * What people's reports add to what some looks see fail: a second kind of evidence, which shares no fate with the
 * observers. Of few, or a victim's, they add nothing; nor to what has failed for long, which they do not speak of.
 * @param voice the service's raised voice
 * @param round milliseconds between two looks
 */
export function supportOf(
  voice: Voice | undefined,
  bad: readonly Sight[],
  round: number,
): Support | undefined {
  if (voice?.scope !== 'everywhere' || voice.victimOf !== undefined) return undefined
  const from = voice.since - policy.voices.supportsRounds * round
  return bad.some(({ since }) => since >= from) ? { by: voice.sources, since: voice.since } : undefined
}

/**
 * The sights, less those that see it fine only by looks of before people began to report, or whose newest look
 * failed: what they see now is not known yet. Whoever has seen it work since is believed.
 */
export function sightsSince(
  sights: readonly Sight[],
  { since }: Support,
  round: number,
  now: number,
): readonly Sight[] {
  const waited = now - since >= policy.voices.graceRounds * round
  return sights.map(sight => {
    const open = sight.looks.some(({ lowest, latest }) => lowest !== null || (waited && latest.at < since))
    return sight.sees === 'fine' && open ? { ...sight, sees: 'unsure' } : sight
  })
}

/** How sure a verdict is that people support: more so by a little, whatever they are. */
export function supported(confidence: number): number {
  const logOdds = Math.log(confidence / (1 - confidence)) + policy.voices.supports
  return Math.round(1000 * probability(logOdds)) / 1000
}
