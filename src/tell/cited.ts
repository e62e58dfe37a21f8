import type { Incident } from '../model/incident.ts'

/** Every look that the incident's account names: what it argues from, and what each of its developments rests on. */
export function citedLooks(incident: Incident): string[] {
  const seen = incident.timeline.filter(({ code }) => code !== 'people_report' && code !== 'official_word')
  return [...new Set([...argued(incident), ...seen.flatMap(line => line.evidence)])]
}

/** The looks from which its causes, and what is out beside them, are argued. */
export function argued({ components }: Incident): Set<string> {
  const causes = components.flatMap(({ cause }) => cause ?? [])
  return new Set(
    causes.flatMap(({ evidence, alternatives }) => [
      ...evidence,
      ...alternatives.flatMap(alternative => alternative.evidence),
    ]),
  )
}
