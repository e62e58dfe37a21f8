import { z } from 'zod'

/** The layers that a look passes through, lowest first. What breaks low breaks all above it. */
export const layers = ['route', 'dns', 'tcp', 'tls', 'http', 'content'] as const

export const Layer = z.enum(layers)
export type Layer = z.infer<typeof Layer>

/** Lowest first: negative where `a` lies below `b`. */
export function compareLayers(a: Layer, b: Layer): number {
  return layers.indexOf(a) - layers.indexOf(b)
}
