/** Characters of a line that every terminal shows whole. */
export const columns = 80

/** Breaks a text between words into lines of at most `width` characters; a longer word stands by itself. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && lengthOf(line) + 1 + lengthOf(word) > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

/** A label and a text beside it, which goes on under itself. @param indent columns before the text */
export function beside(label: string, text: string, indent: number): string[] {
  const [first = '', ...rest] = wrap(text, columns - indent)
  const padding = ' '.repeat(Math.max(1, indent - lengthOf(label)))
  return [`${label}${padding}${first}`, ...rest.map(line => `${' '.repeat(indent)}${line}`)]
}

const graphemes = new Intl.Segmenter()

/** Characters as a reader counts them: a Bengali vowel sign has no column of its own. */
export function lengthOf(text: string): number {
  return [...graphemes.segment(text)].length
}
