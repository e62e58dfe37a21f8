import type { Language } from './language.ts'

/** Bengali in Latin letters, as it is typed on both sides of the border. */
export const romanBengali: Language = {
  tag: 'bn-Latn',
  script: 'Latn',
  words:
    'ki keno na nai korche kortese hocche hoy hoye amar amr tomar tomader karo karor vai re abar ekhon theke naki te er ta gese geche gelo jacche cholche kichu ar o',
  endings: 'er ta te ke r e tar tao',
  everyday: 'nagad bikash nogod',
  technical: 'app apps server taka site login dhukte',
  fillers:
    'abar ekhon akhon aj ajke ki naki to vai bhai re ta te er e o i shob sob duitai dutoi karo karor tomader sokal theke ekdom pura puro ar keno hothat onekkhon dhore khali sudhu app server kichui kichu amar',
  tags: '',
  signs: `
    hocche|hoitese|hosse|hoche|jacche|jachche|jay|ashche|asche|ashe|khulche|nicche|dhukche|dhuktese|pacche|uthche na|nah
    add|upload|send|post|connect|sync hocche|hoitese|hoy|hosse na
    ki hoilo|hoise|holo|hoyeche|hoy|hoiche
    off|down mone hoy|hocche|hoilo
    off|bondho|hang|crash hoye|hoise|kore|koreche
    connecting|loading dekhacche|dekhay|dekhache|sudhu
    blank|sada page|screen|feed ashe|dekhay|asche
    error dekhay|dekhacche|ashe|asche|dey|day
    thik moto cholche|cholchena|kaj karo|na|naki
    atke ache|ase|geche|gese
    ki|abar|pura|duitai|dutoi|shob|sob down
    down naki|ki|keno|hoye|hoise|vai|re|dekhay|dekhacche
    kaj|kaaj korche|kortese|kore|korteche|kortase|korse na|nah|nai
    cholche|choltese|chole|chalche|choltase|choltesena|cholena na|nah|nai
    kajkorchena|cholchena|cholena|hocchena
    load|open|connect|login|refresh|update|payment|send|kichu|kichui|kisui hocche|hoitese|hoy|hoi|nicche|hoche|hochhe|hosse na|nah
    khulche|khule|khultese|khulse na|nah
    dhukte|khulte|pathate|dekhte|login|login korte? parchi|partesi|parchina|pari|parteci|parsi na|nah
    dhoka|dhuka|khola|pathano|kora jacche|jay|jaitese|jasse na|nah
    msg|message|messages|mail|mails|chobi|pic|video|kichu|kichui|otp ashche|asche|ashe|ase|jacche|jachche|jay|jaitese|jasse|astese na|nah
    bondho|off|bondo keno|naki|ki|hoye|hoise|ho|kno
    bondho|off hoye gese|geche|gelo|ase|ache
    abar gelo|gese|geche
    somossa|problem|shomossha hocche|hoitese|hosse|korche|kortese|keno
    network|net|data nai|nei|paitesi|pacchi
    server|network problem|somossa|error|down
    khali|sudhu ghurtese|ghurche|ghurtase
    crash korche|kortese|korse|koreche
  `,
  weak: `
    logout|disconnect|hang|slow|off|loading|connecting|buffering
    ber kore dicche|dise
    boshe|more|atke gese|geche|gelo|ase
    ney|dey|hoy|chay|khule na
    gelo|gese|geche
  `,
  crowd: `
    shobar|sobar|shobai|sobai|shobaike|sobaike|pura|sara|puro
    karo|karor|keu|onno
    tomader|apnader|toder|tomadero
    same obostha|problem|somossa
    naki ami|amar|eka
  `,
  idioms: `
    bishshash|biswas|sojjo|iccha|valo|bhalo|mon hocche|hoy|lagche|korche na
    reply|like|comment|view .. dey|ashe|asche|pacchi na
    download .. hocche|hoy|hoitese na
    down na|nai
    down chilo|hoisilo|hoyechilo|chhilo|hole
    kaj kore khay|khai
    bondho koro|kore|korun|thakbe|chilo|rakho|korlam
    mon .. down|kharap
    kono problem|somossa nai|nei
    chara .. cholche|chole na
  `,
  others:
    'matha mon din ghum gari fan phone laptop dokan rasta shorir brain mood wifi net internet current share reach taka',
  works: `
    thik|thikthak|valo hoye? gese|geche|gelo|hoise|ache|ase|e|cholche|choltese
    cholche|choltese|kaj ekhon|abar|thik|dibbi
    thik e? cholche|choltese|ache
    ekhon|abar cholche|choltese|kaj
    fire esheche|eseche|asche
    chalu hoise|hoyeche
    down na
  `,
  asides: {
    scam: `
      inbox korun|koren|koro|me|den
      jogajog korun|koren|koro
      call korun|koren|din
      id|account .. ferot|recovery|recover|disable|back
      ferot ani|anun|dei
      thik kore dibo|dei|debo
      recovery kori|korun
    `,
    past: `
      goto|gotobar|last bochor|bochhor|mash|raat|rat|soptaho
      gotokal|gotokalke|gotobochor
      mone ase|ache|pore
      bochor|mash age
      chilo|chhilo|hoisilo|hoyechilo|korchilo|cholchilo|hocchilo|korsilo|silo
    `,
    own: `
      router|vpn|balance|recharge nosto|nai|sesh|off
      amar|basar|bashar|tomar|nijer net|wifi|internet|line|phone|data
      net|wifi|internet|current|mb nai|nei|slow|sesh|down|gese
      password vule|bhule|vul
      id|account .. hack|suspend|disable|ban|block|lock
      hack|ban|suspend hoise|hoyeche|korse
      phone nosto|harai|haraise|vanga|off
    `,
    advice: `
      cache clear
      restart dao|den|koro
      ki korben|korbo
      kivabe|jevabe thik|korben|bujhben|korbo
      somadhan|upay
      jene nin
    `,
    plan: `
      jodi NAME
      NAME jodi
      bondho thakbe|hobe
    `,
    figures: `
      share dam|price
      reach kom|down
    `,
  },
  noAsides: `
    gotokal|kal|goto theke
    kal theke
  `,
  parts: { photos: 'chobi', payments: 'taka' },
}
