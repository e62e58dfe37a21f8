import { readFileSync } from 'node:fs'

/** A made-up post, and what whoever wrote it says that it says. */
export interface Labelled {
  /** `en`, `bn`, `hi`, or `mixed`: romanised, or two languages in one post. */
  readonly language: string
  /** Services that it says do not work now, each with the component that it names where one is given. */
  readonly services: ReadonlyMap<string, string | undefined>
  /** For a post that says no such thing, what kind it is of: `idiom`, `past`, `scam`. */
  readonly negative?: string
  readonly text: string
}

/** Reads a file of them: a language, the services or `- <kind>`, and the text, by tabs; `#` begins a comment. */
export function readLabelled(path: string): Labelled[] {
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines
    .filter(line => line !== '' && !line.startsWith('# '))
    .map((line, index) => {
      const [language, label, text] = line.split('\t')
      if (language === undefined || label === undefined || text === undefined)
        throw new Error(`${path}: post ${index + 1} has not three fields`)
      return label.startsWith('-')
        ? { language, services: new Map(), negative: label.slice(1).trim(), text }
        : { language, services: servicesOf(label), text }
    })
}

function servicesOf(label: string): Map<string, string | undefined> {
  return new Map(
    label.split(',').map(each => {
      const [service = '', component] = each.split('/')
      return [service, component]
    }),
  )
}
