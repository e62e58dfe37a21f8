import type { Bin } from './reliability.ts'

export interface Curve {
  readonly name: string
  readonly bins: readonly Bin[]
}

const size = 420
const left = 60
const top = 30
/** Confidences below this are not stated. */
const least = 0.5

const x = (value: number) => left + ((value - least) / (1 - least)) * size
const y = (value: number) => top + (1 - value) * size

/**
 * A reliability diagram as SVG: what was right against how sure it was called. On the diagonal what is called
 * 95 % sure is right 95 times of 100. Curves differ by their marks, not by colour alone.
 */
export function plot(title: string, curves: readonly Curve[]): string {
  const ticksX = [0.5, 0.6, 0.7, 0.8, 0.9, 1].map(
    value =>
      `<line x1="${x(value)}" y1="${y(0)}" x2="${x(value)}" y2="${y(0) + 5}"/><text x="${x(value)}" y="${y(0) + 20}" text-anchor="middle">${Math.round(value * 100)} %</text>`,
  )
  const ticksY = [0, 0.25, 0.5, 0.75, 1].map(
    value =>
      `<line x1="${left - 5}" y1="${y(value)}" x2="${left + size}" y2="${y(value)}" class="grid"/><text x="${left - 10}" y="${y(value) + 4}" text-anchor="end">${Math.round(value * 100)} %</text>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${left + size + 170} ${top + size + 60}" role="img" aria-label="${title}">
<style>svg{font:13px sans-serif;color:#222;background:#fff}text{fill:currentColor}line,path,circle{stroke:currentColor;fill:none}.grid{opacity:.2}.ideal{stroke-dasharray:4 4}@media(prefers-color-scheme:dark){svg{color:#ddd;background:#161616}}</style>
<text x="${left}" y="18" font-weight="bold">${title}</text>
${ticksX.join('')}${ticksY.join('')}
<line x1="${x(least)}" y1="${y(least)}" x2="${x(1)}" y2="${y(1)}" class="ideal"/>
${curves.map(curveOf).join('\n')}
<text x="${left + size / 2}" y="${top + size + 45}" text-anchor="middle">how sure it was called</text>
<text transform="translate(16 ${top + size / 2}) rotate(-90)" text-anchor="middle">how often it was right</text>
</svg>
`
}

const hues = ['#0a7', '#06c', '#a3c', '#c60', '#c22']

function curveOf({ name, bins }: Curve, index: number): string {
  const shown = bins.filter(({ confidence }) => confidence >= least)
  const path = shown.map(
    ({ confidence, right }, n) => `${n === 0 ? 'M' : 'L'}${x(confidence).toFixed(1)} ${y(right).toFixed(1)}`,
  )
  const marks = shown.map(
    ({ confidence, right, low, high }) =>
      `<line x1="${x(confidence)}" y1="${y(low)}" x2="${x(confidence)}" y2="${y(high)}" opacity=".5"/>${mark(x(confidence), y(right), index)}`,
  )
  const legend = `<g transform="translate(${left + size + 20} ${top + 20 + index * 24})">${mark(0, -4, index)}<text x="12">${name}</text></g>`
  return `<g style="color:${hues[index % hues.length]}"><path d="${path.join(' ')}"/>${marks.join('')}${legend}</g>`
}

/** A circle, square, triangle, diamond or cross. */
function mark(cx: number, cy: number, index: number): string {
  const r = 4
  const shapes = [
    `<circle cx="${cx}" cy="${cy}" r="${r}"/>`,
    `<path d="M${cx - r} ${cy - r}h${2 * r}v${2 * r}h${-2 * r}z"/>`,
    `<path d="M${cx} ${cy - r}l${r} ${2 * r}h${-2 * r}z"/>`,
    `<path d="M${cx} ${cy - r - 1}l${r + 1} ${r + 1}l${-r - 1} ${r + 1}l${-r - 1} ${-r - 1}z"/>`,
    `<path d="M${cx - r} ${cy - r}l${2 * r} ${2 * r}M${cx - r} ${cy + r}l${2 * r} ${-2 * r}"/>`,
  ]
  return shapes[index % shapes.length] ?? ''
}
