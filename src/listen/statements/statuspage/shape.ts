import { z } from 'zod'

/**
 * Statuspage's public API v2, as far as it is read. Words are strings: pages of other makers speak it too and
 * have words of their own, which then claim nothing.
 */
const Update = z.object({
  id: z.string(),
  body: z.string().nullish(),
  created_at: z.string(),
  display_at: z.string().nullish(),
})

const Incident = z.object({
  id: z.string(),
  name: z.string(),
  shortlink: z.string().nullish(),
  incident_updates: z.array(Update).default([]),
  components: z.array(z.object({ id: z.string(), name: z.string() })).nullish(),
})
export type Incident = z.infer<typeof Incident>

export const Component = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  updated_at: z.string().nullish(),
})
export type Component = z.infer<typeof Component>

export const Summary = z.object({
  page: z.object({ updated_at: z.string().nullish() }),
  components: z.array(Component).default([]),
  incidents: z.array(Incident).default([]),
  scheduled_maintenances: z.array(Incident).default([]),
  status: z.object({ indicator: z.string(), description: z.string() }),
})
export type Summary = z.infer<typeof Summary>

export const Incidents = z.object({ incidents: z.array(Incident) })
