import { z } from 'zod'
import { Incident } from './incident.ts'
import { VantageVerdict, Verdict } from './verdict.ts'
import { Voice } from './voice.ts'

/** What the judge says, in the order in which it says it. */
export const Judgement = z.discriminatedUnion('kind', [Verdict, VantageVerdict, Incident, Voice])
export type Judgement = z.infer<typeof Judgement>
