import type { z } from 'zod'

/**
 * What the catalogue needs to know of a kind of probe: how its targets are written and told apart.
 * The probe itself (src/observe/probe.ts) adds how to look.
 *
 * @template Target the probe's parameters as parsed by `target`
 */
export interface TargetKind<Target> {
  /** The catalogue's key for it: `dns`, `tcp`, `tls`, `https`. */
  readonly kind: string
  /** One line for the generated reference. */
  readonly summary: string
  /** Parses a catalogue entry. A bare string is accepted where it says enough, such as a URL. */
  readonly target: z.ZodType<Target>
  /** What makes two targets the same look, without the kind: `https://www.facebook.com/`. Options that differ show in it. */
  key(target: Target): string
  /** Host names that the look needs resolved: each gets a `dns` look as its foundation. */
  hosts(target: Target): string[]
}
