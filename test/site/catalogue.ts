import type { Catalogue, Component, Service } from '../../src/model/service.ts'

const component = (id: string, en: string, bn: string, role: Component['role']): Component => ({
  id,
  names: { en, bn },
  role,
  needs: 'all',
  targets: [`https:${id}`],
  foundations: [],
})

const website = component('website', 'Website', 'ওয়েবসাইট', 'app')
const app = component('app', 'App', 'অ্যাপ', 'app')
const login = component('login', 'Login', 'লগ-ইন', 'feature')
const photos = component('photos', 'Photos and videos', 'ছবি ও ভিডিও', 'feature')
const messages = component('messages', 'Messages', 'বার্তা', 'app')
const calls = component('calls', 'Calls', 'কল', 'feature')

function service(
  id: string,
  names: readonly [en: string, bn: string],
  category: string,
  components: Component[] = [website, login],
  operator: string = names[0],
): Service {
  return {
    id,
    names: { en: names[0], bn: names[1] },
    operator,
    timeZone: 'America/Los_Angeles',
    homepage: `https://www.${id}.example/`,
    category,
    official: officialOf(id),
    components,
  }
}

/** A status page each; one has an account too, of one nobody reads anything. */
function officialOf(id: string): Service['official'] {
  if (id === 'messenger') {
    const note = { en: 'For businesses only.', bn: 'শুধু ব্যবসার জন্য।' }
    return [{ kind: 'page', url: 'https://status.messenger.example/', note }]
  }
  const page = { kind: 'statuspage', url: `https://status.${id}.example/` }
  return id === 'facebook' ? [page, { kind: 'x', url: 'https://x.example/facebook' }] : [page]
}

/** The five services of the night, then twenty-seven that it left alone. */
export const catalogue: Catalogue = {
  services: [
    service('facebook', ['Facebook', 'ফেসবুক'], 'social', [website, login, photos], 'Meta'),
    service('instagram', ['Instagram', 'ইনস্টাগ্রাম'], 'social', [website, photos], 'Meta'),
    service('x', ['X (Twitter)', 'এক্স (টুইটার)'], 'social'),
    service('threads', ['Threads', 'থ্রেডস'], 'social'),
    service('bluesky', ['Bluesky', 'ব্লুস্কাই'], 'social'),
    service('mastodon', ['Mastodon', 'ম্যাস্টোডন'], 'social'),
    service('reddit', ['Reddit', 'রেডিট'], 'social'),
    service('whatsapp', ['WhatsApp', 'হোয়াটসঅ্যাপ'], 'messaging', [messages, calls, photos], 'Meta'),
    service('messenger', ['Messenger', 'মেসেঞ্জার'], 'messaging', [messages, calls], 'Meta'),
    service('telegram', ['Telegram', 'টেলিগ্রাম'], 'messaging', [messages, calls]),
    service('signal', ['Signal', 'সিগন্যাল'], 'messaging', [messages, calls]),
    service('discord', ['Discord', 'ডিসকর্ড'], 'messaging', [app, calls]),
    service('imo', ['imo', 'ইমো'], 'messaging', [messages, calls]),
    service('youtube', ['YouTube', 'ইউটিউব'], 'video'),
    service('twitch', ['Twitch', 'টুইচ'], 'video'),
    service('hoichoi', ['Hoichoi', 'হইচই'], 'video'),
    service('google', ['Google Search', 'গুগল সার্চ'], 'search', [website]),
    service('bing', ['Bing', 'বিং'], 'search', [website]),
    service('bkash', ['bKash', 'বিকাশ'], 'payments', [app, login]),
    service('nagad', ['Nagad', 'নগদ'], 'payments', [app, login]),
    service('upi', ['UPI', 'ইউপিআই'], 'payments', [website]),
    service('paytm', ['Paytm', 'পেটিএম'], 'payments', [app, login]),
    service('cloudflare', ['Cloudflare', 'ক্লাউডফ্লেয়ার'], 'infrastructure'),
    service('quad9', ['Quad9', 'কোয়াড৯'], 'infrastructure', [website]),
    service('aws', ['Amazon Web Services', 'আমাজন ওয়েব সার্ভিসেস'], 'infrastructure'),
    service('github', ['GitHub', 'গিটহাব'], 'developer'),
    service('gitlab', ['GitLab', 'গিটল্যাব'], 'developer'),
    service('npm', ['npm', 'এনপিএম'], 'developer'),
    service('wikipedia', ['Wikipedia', 'উইকিপিডিয়া'], 'knowledge'),
    service('grameenphone', ['Grameenphone', 'গ্রামীণফোন'], 'telecom', [website]),
    service('jio', ['Jio', 'জিও'], 'telecom', [website]),
    service('archive', ['Internet Archive', 'ইন্টারনেট আর্কাইভ'], 'knowledge'),
  ],
  targets: [],
  controls: [],
  places: [
    { id: 'kolkata', names: { en: 'Kolkata', bn: 'কলকাতা' } },
    { id: 'west-bengal', names: { en: 'West Bengal', bn: 'পশ্চিমবঙ্গ' } },
    { id: 'dhaka', names: { en: 'Dhaka', bn: 'ঢাকা' } },
    { id: 'chattogram', names: { en: 'Chattogram', bn: 'চট্টগ্রাম' } },
    { id: 'united-kingdom', names: { en: 'United Kingdom', bn: 'যুক্তরাজ্য' } },
  ],
}
