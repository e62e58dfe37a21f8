import type { Service } from '../../model/service.ts'
import { heardStep } from '../heard-steps.ts'
import { area, coarser, runs } from '../plot.ts'
import type { HeardStep } from '../view.ts'
import { heardPlace } from '../voice.ts'
import { type Html, html, moment, type Paper } from './parts.ts'

/** Steps that a row of a small picture adds up: half an hour. */
const together = 3
const height = 28
const mostRows = 6
/** Places with fewer people are not named: a number of three in one building is a person. */
const fewest = 5
const hourly = 3_600_000 / heardStep

/** By part and by place, each as a row of the same 24 hours and the same height of scale. */
export function heardRows(paper: Paper, service: Service, steps: readonly HeardStep[]): Html {
  const { words, view } = paper
  const parts = service.components.length === 1 ? [] : rowsOf(steps, 'components', 1)
  const places = rowsOf(steps, 'places', fewest)
  const partName = (id: string) => {
    const component = service.components.find(each => each.id === id)
    return component === undefined ? id : words.name(component.names)
  }
  return html`<div class="pair">${rowsTable(paper, words.say('picture.by_part'), words.say('picture.part'), parts, partName)}
${rowsTable(paper, words.say('picture.by_place'), words.say('picture.place'), places, id => heardPlace(words, view, id))}</div>
${places.length === 0 ? '' : html`<p class="facts">${words.say('picture.few', { n: fewest })}</p>`}`
}

interface Row {
  readonly id: string
  readonly people: number
  readonly values: readonly (number | null)[]
}

/** The most named first. */
function rowsOf(steps: readonly HeardStep[], by: 'components' | 'places', least: number): Row[] {
  const ids = new Set(steps.flatMap(step => Object.keys(step[by])))
  return [...ids]
    .map(id => {
      const values = steps.map(step => (step.perMinute === null ? null : (step[by][id] ?? 0)))
      const people = steps.reduce((sum, step) => sum + (step[by][id] ?? 0), 0)
      return { id, people, values: coarser(values, together) }
    })
    .filter(row => row.people >= least)
    .sort((a, b) => b.people - a.people || (a.id < b.id ? -1 : 1))
    .slice(0, mostRows)
}

function rowsTable(
  { words }: Paper,
  title: string,
  kind: string,
  rows: readonly Row[],
  name: (id: string) => string,
): Html | '' {
  if (rows.length === 0) return ''
  const max = Math.max(...rows.flatMap(row => row.values.map(value => value ?? 0)), 1)
  return html`<table class="rows"><caption>${title}</caption>
<thead><tr><th scope="col">${kind}</th><th scope="col">${words.say('picture.course')}</th><th scope="col">${words.say('picture.count')}</th></tr></thead>
<tbody>${rows.map(
    row =>
      html`<tr><th scope="row">${name(row.id)}</th><td>${course(row.values, max)}</td><td>${words.number(row.people)}</td></tr>`,
  )}</tbody></table>`
}

function course(values: Row['values'], max: number): Html {
  const none = runs(values, value => value === null)
  const share = (step: number) => `${Math.round((step / values.length) * 1e4) / 100}%`
  return html`<svg class="course" width="100%" height="${height + 1}" aria-hidden="true">${none.map(
    ([from, to]) =>
      html`<rect x="${share(from)}" width="${share(to - from)}" height="${height}" fill="url(#p-none)"/>`,
  )}<svg viewBox="0 0 ${values.length} ${height}" width="100%" height="${height}" preserveAspectRatio="none"><path class="p-heard" d="${area(values, max, height)}"/><path class="p-ground" d="M0 ${height}H${values.length}"/></svg></svg>`
}

/** The picture's numbers, for those who read them and for readers of screens. */
export function hourTable(
  paper: Paper,
  steps: readonly HeardStep[],
  usual: readonly (number | null)[],
): Html {
  const { words } = paper
  const hours = coarser(
    steps.map(step => (step.perMinute === null ? null : step.people)),
    hourly,
  )
  const usually = coarser(
    usual.map(each => each && (each * heardStep) / 60_000),
    hourly,
  )
  const number = (value: number | null | undefined) =>
    value == null ? words.say('status.unknown') : words.number(Math.round(value))
  /** Of an hour that was not listened to throughout it is a part. */
  const partly = (people: number | null, index: number) =>
    people !== null &&
    steps.slice(index * hourly, (index + 1) * hourly).some(({ perMinute }) => perMinute === null)
  return html`<details><summary>${words.say('picture.numbers')}</summary><div class="wide" role="region" tabindex="0" aria-label="${words.say('picture.numbers')}"><table class="hours">
<thead><tr><th scope="col">${words.say('picture.hour')}</th><th scope="col">${words.say('picture.people')}</th><th scope="col">${words.say('picture.normally')}</th></tr></thead>
<tbody>${hours.map((people, index) => {
    const from = steps[index * hourly]?.from ?? 0
    return html`<tr><th scope="row">${moment(paper, from, 'clock')}</th><td>${partly(people, index) ? words.say('picture.at_least', { n: number(people) }) : number(people)}</td><td>${number(usually[index])}</td></tr>`
  })}</tbody></table></div></details>`
}
