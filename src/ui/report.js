// biome-ignore-all lint/plugin: this runs in the reader’s browser, which has a clock of its own.
// Sends the form "I have a problem" without leaving the page, and does the calculation that may be asked
// for. Where this does not run, or meets what it does not know, the form goes its own way.
document.addEventListener('submit', event => {
  if (event.target.id !== 'report') return
  event.preventDefault()
  send(event.target)
})

async function send(form) {
  const button = form.querySelector('button')
  const sent = form.querySelector('.sent')
  const say = word => {
    sent.textContent = sent.dataset[word]
  }
  button.disabled = true
  say('sending')
  try {
    const report = reportIn(new FormData(form))
    let answer = await post(form.action, report)
    for (let tries = 0; answer?.proof && tries < 5; tries++) {
      say('proving')
      const { challenge, retryAfter } = answer.proof
      if (challenge) report.proof = await prove(form.dataset.worker, challenge)
      else await new Promise(resolve => setTimeout(resolve, retryAfter * 1000))
      answer = await post(form.action, report)
    }
    if (answer === undefined) {
      say('failed')
      button.disabled = false
      return
    }
    form.classList.add('done')
    say('thanks')
    sent.tabIndex = -1
    sent.focus()
  } catch {
    form.submit()
  }
}

function reportIn(fields) {
  return {
    service: fields.get('service'),
    components: fields.getAll('component'),
    problem: fields.get('problem'),
    place: fields.get('place') || undefined,
    carrier: fields.get('carrier') || undefined,
  }
}

/** The answer, or undefined where it did not get through and may be sent again. */
async function post(url, report) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(report),
  }).catch(() => undefined)
  if (answer === undefined || answer.status === 429 || answer.status >= 500) return undefined
  if (!answer.ok) throw new Error(`refused with ${answer.status}`)
  return await answer.json()
}

/** The solution as the API takes it: base64 of JSON (ALTCHA). */
function prove(worker, challenge) {
  return new Promise((resolve, reject) => {
    const calculation = new Worker(worker)
    const end = () => calculation.terminate()
    calculation.onerror = () => {
      end()
      reject(new Error('the calculation failed'))
    }
    calculation.onmessage = ({ data: solution }) => {
      end()
      if (solution) resolve(btoa(JSON.stringify({ challenge, solution })))
      else reject(new Error('there is no solution'))
    }
    calculation.postMessage(challenge)
  })
}
