import { problemKinds } from '../../model/report.ts'
import { isCarrier, type Service } from '../../model/service.ts'
import { type Html, hole, href, html, type Paper, placed } from './parts.ts'

/**
 * "I have a problem": a form that is whole by itself. The page's script, where it runs, sends it without
 * leaving the page and does the calculation that may be asked for.
 */
export function reportForm(paper: Paper, service: Service): Html {
  const { words, view, root } = paper
  const carriers = view.catalogue.services.filter(each => isCarrier(each) && each.id !== service.id)
  const places = view.catalogue.places ?? []
  return html`<details class="report" id="problem"><summary>${words.say('report.with', { service: words.name(service.names) })}</summary>
<form id="report" method="post" action="${root}api/v1/reports" data-worker="${root}proof.js">
<input type="hidden" name="service" value="${service.id}"><input type="hidden" name="lang" value="${words.tag}">
<fieldset><legend>${words.say('report.what')}</legend><div class="choices">${service.components.map(
    component =>
      html`<label><input type="checkbox" name="component" value="${component.id}"> <span>${words.name(component.names)}</span></label>`,
  )}</div></fieldset>
<fieldset><legend>${words.say('report.happens')}</legend><div class="choices">${problemKinds.map(
    problem =>
      html`<label><input type="radio" name="problem" value="${problem}" required> <span>${words.say(`problem.${problem}`)}</span></label>`,
  )}</div></fieldset>
<div class="choices picks">${choice(paper, 'place', words.say('report.place'), places)}${choice(paper, 'carrier', words.say('report.carrier'), carriers)}</div>
<p><button>${words.say('report.send')}</button></p>
<p class="sent" role="status" data-sending="${words.say('report.sending')}" data-proving="${words.say('report.proving')}" data-failed="${words.say('report.failed')}" data-thanks="${words.say('report.thanks')} ${words.say('report.once')}"></p>
<p class="facts">${placed(words.say('report.privacy', { link: hole }), html`<a href="${href(paper, 'privacy/')}">${words.say('report.privacy_link')}</a>`)}</p>
</form></details>`
}

/** One of several, or none of them. */
function choice(
  { words }: Paper,
  field: string,
  label: string,
  options: readonly Pick<Service, 'id' | 'names'>[],
): Html | '' {
  if (options.length === 0) return ''
  return html`<label class="pick"><span>${label} <small>(${words.say('report.optional')})</small></span>
<select name="${field}"><option value="">${words.say('report.unsaid')}</option>${options.map(
    ({ id, names }) => html`<option value="${id}">${words.name(names)}</option>`,
  )}</select></label>`
}
