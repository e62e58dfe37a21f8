import { z } from 'zod'
import { FindingCode } from '../src/model/finding.ts'
import { Layer } from '../src/model/layer.ts'
import { Status } from '../src/model/status.ts'
import { type Action, Flap, plainActions, unknownVerb } from './action.ts'
import { Component, Duration, listed, Service, ServiceOrComponent } from './words.ts'

/** Milliseconds: the drill's catalogue looks at everything each 5 s (drill/catalogue/). */
const twoRounds = 10_000

/** What is true of a component, against which the conclusion is measured. */
const Down = z.strictObject({
  from: Duration,
  to: Duration,
  layer: Layer,
  /** Codes that the cause's chain must hold. */
  causes: z.array(FindingCode).default([]),
  /** The worst status. */
  status: Status.optional(),
  /** How far begin and end may be off. */
  within: Duration.default(twoRounds),
})
const Unknown = z.strictObject({ of: listed(ServiceOrComponent), from: Duration, to: Duration })
const Expect = z.strictObject({
  /** How many incidents are confirmed. */
  incidents: z.int().nonnegative(),
  down: z.partialRecord(Component, Down).default({}),
  /** Services that one incident holds all of. */
  together: z.array(Service).min(2).optional(),
  /** Services and components of which nothing bad is ever said. */
  untouched: z.array(ServiceOrComponent).default([]),
  unknown: Unknown.optional(),
  /** Components told as looking blocked, in exactly these countries, and never as down. */
  blocked: z
    .partialRecord(Component, z.strictObject({ in: z.array(z.string().regex(/^[A-Z]{2}$/)).min(1) }))
    .default({}),
  /** Components whose trouble is told as a consequence of another's, and whose. */
  victims: z.partialRecord(Component, Component).default({}),
  /** Codes that are told of a component while it works. */
  noted: z.partialRecord(Component, z.array(FindingCode).min(1)).default({}),
  /** Components in the order in which they return. */
  order: z.array(Component).default([]),
  /** Features that are told as lagging behind their app. */
  lagging: z.array(Component).default([]),
  /** Every component's status at the end. */
  final: Status.optional(),
})

export const kindsOfFault = [
  'route',
  'dns',
  'tcp',
  'tls',
  'http',
  'blocking',
  'vantage',
  'observer',
  'mixture',
] as const

/** A scenario as it is written in drill/scenarios/: docs/how-to/write-a-scenario.md tells it for people. */
export const Scenario = z
  .strictObject({
    name: z.string().min(1),
    /** What kind of fault it is about, for the table of all of them. */
    about: z.enum(kindsOfFault).default('mixture'),
    description: z.string().min(1),
    duration: Duration,
    actions: z.array(z.discriminatedUnion('do', [...plainActions, Flap], { error: unknownVerb })),
    expect: Expect,
  })
  .superRefine(({ duration, actions }, context) => {
    actions.forEach((action, n) => {
      if ((action.do === 'flap' ? action.until : action.at) <= duration) return
      const [key, message] = [action.do === 'flap' ? 'until' : 'at', "is after the drill's duration"]
      context.addIssue({ code: 'custom', path: ['actions', n, key], message })
    })
  })
export type Scenario = z.output<typeof Scenario>

/** Every action in the order of its time, repetitions written out. */
export function schedule(scenario: Scenario): Action[] {
  const all = scenario.actions.flatMap(action => (action.do === 'flap' ? repeated(action) : [action]))
  return all.toSorted((a, b) => a.at - b.at)
}

function repeated({ at, every, until, actions }: z.output<typeof Flap>): Action[] {
  const rounds = Math.max(1, Math.ceil((until - at) / every))
  return Array.from({ length: rounds }, (_, n) =>
    actions.map(action => ({ ...action, at: at + n * every + action.at })),
  ).flat()
}
