// biome-ignore-all lint/plugin: this runs in the reader’s browser, which has a clock of its own.
// Keeps a page fresh and puts its times into the reader's zone. The page is whole without it.
const html = document.documentElement
const every = 15_000
const units = [
  ['days', 86_400],
  ['hours', 3600],
  ['minutes', 60],
]

if (html.dataset.door) leadOn(html.dataset.door.split(' '))
else start()

/** On the root's page: on to the first of the reader's languages that there is. */
function leadOn(tags) {
  const wanted = navigator.languages.map(tag => tag.toLowerCase().split('-')[0])
  location.replace(`${wanted.find(tag => tags.includes(tag)) ?? tags[0]}/`)
}

function start() {
  const { intl } = html.dataset
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const relative = new Intl.RelativeTimeFormat(intl)
  const dates = new Intl.DateTimeFormat(intl, { day: 'numeric', month: 'long', year: 'numeric' })
  let generated = Number(html.dataset.generated)
  let edition

  localTimes(document)
  age()
  setInterval(age, 5000)
  refresh()

  /** Says a time of day as src/tell/words/clock-words.ts does. */
  function clock(date) {
    const digits = (n, width) => new Intl.NumberFormat(intl, { minimumIntegerDigits: width }).format(n)
    let period = ''
    for (const entry of html.dataset.periods.split(',')) {
      const [begins, name] = entry.split(' ')
      if (Number(begins) <= date.getHours()) period = name ?? ''
    }
    return (date.getMinutes() === 0 ? html.dataset.sharp : html.dataset.pattern)
      .replace('{period}', period)
      .replace('{HH}', digits(date.getHours(), 2))
      .replace('{h}', digits(date.getHours() % 12 || 12, 1))
      .replace('{mm}', digits(date.getMinutes(), 2))
  }

  function localTimes(within) {
    for (const time of within.querySelectorAll('time[data-t]')) {
      const date = new Date(time.dateTime)
      const day = dates.format(date).replaceAll(',', '')
      const today = date.toDateString() === new Date().toDateString()
      const bare = time.dataset.t === 'clock' || (time.dataset.t === 'short' && today)
      time.title ||= time.textContent
      time.textContent = time.dataset.t === 'date' ? day : bare ? clock(date) : `${day}, ${clock(date)}`
    }
    for (const note of within.querySelectorAll('.zone[data-text]')) {
      note.textContent = note.dataset.text.replace('{zone}', zone)
    }
  }

  function age() {
    const seconds = Math.max(0, Math.round((Date.now() - generated) / 1000))
    const said = seconds < 60 ? relative.format(-seconds, 'second') : long(-seconds)
    const fresh = document.querySelector('.fresh')
    fresh.querySelector('b').textContent = fresh.dataset.text.replace('{age}', said)
    const stale = document.querySelector('.stale')
    stale.hidden = seconds < Number(html.dataset.stale) * 60
    const text = stale.dataset.text.replace('{age}', span(seconds))
    if (!stale.hidden && stale.textContent !== text) stale.textContent = text
  }

  function span(seconds) {
    const [unit, length] = units.find(([, length]) => seconds >= 2 * length) ?? units.at(-1)
    return new Intl.DurationFormat(intl, { style: 'long' }).format({ [unit]: Math.floor(seconds / length) })
  }

  function long(seconds) {
    if (seconds > -3600) return relative.format(Math.round(seconds / 60), 'minute')
    return seconds > -86_400
      ? relative.format(Math.round(seconds / 3600), 'hour')
      : relative.format(Math.round(seconds / 86_400), 'day')
  }

  async function refresh() {
    let wait = every
    try {
      const answer = await fetch(`${html.dataset.root}api/v1/status.json`, { cache: 'no-cache' })
      // A demo, whose time runs fast, asks for more haste.
      wait = answer.headers.get('refresh') * 1000 || every
      if (!answer.ok) return
      const status = await answer.json()
      const known = edition ?? (Date.parse(status.generated) === generated ? status.edition : undefined)
      if (known !== status.edition) await swap()
      edition = status.edition
      generated = Math.max(generated, Date.parse(status.generated))
      age()
    } catch {
      // Offline, or the server is: the page's own age says so.
    } finally {
      setTimeout(refresh, wait)
    }
  }

  /** Puts in the page's newest news, keeping what the reader has opened and where they are. */
  async function swap() {
    const answer = await fetch(location.href, { cache: 'no-cache' })
    if (!answer.ok) return
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const fresh = next.querySelector('main')
    const old = document.querySelector('main')
    if (!fresh) return
    const opened = [...old.querySelectorAll('details')].map(each => each.open && keyOf(each))
    for (const each of fresh.querySelectorAll('details')) each.open = opened.includes(keyOf(each))
    localTimes(fresh)
    const focused = pathTo(old, document.activeElement)
    // A form that somebody is filling in goes on as it is.
    const form = old.querySelector('form')
    if (form) fresh.querySelector('form')?.replaceWith(form)
    old.replaceWith(fresh)
    document.title = next.title
    focused?.reduce((node, index) => node?.children[index], fresh)?.focus({ preventScroll: true })
  }

  function keyOf(details) {
    return (
      details.id ||
      details.closest('section')?.querySelector('h2,h3')?.firstChild?.textContent +
        details.querySelector('summary').textContent
    )
  }

  function pathTo(root, node) {
    if (!root.contains(node) || root === node) return
    const path = []
    for (let at = node; at !== root; at = at.parentElement)
      path.unshift([...at.parentElement.children].indexOf(at))
    return path
  }
}
