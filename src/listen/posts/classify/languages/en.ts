import type { Language } from './language.ts'

export const english: Language = {
  tag: 'en',
  script: 'Latn',
  words:
    'the is are am was it its my me i you we they this that for of to in on at with and or but not no just me anyone everyone why what when since again still right now cant wont isnt doesnt im',
  endings: 's',
  everyday: 'x ig signal threads teams outlook tg gp cf wiki',
  technical: 'app apps server servers site website login platform dms feed messages',
  fillers:
    'still now again just so all really actually completely totally fully also currently officially literally rn today tonight either btw lol lmao fr too super very apparently maybe probably definitely even ever always constantly suddenly damn here there basically kinda pretty absolutely entirely app apps server servers site website service services platform web the my your our both ok okay omg wow hey guys yo please like be is anyone somebody else elses',
  tags: 'down isdown outage notworking crash crashed isdead serverdown downagain',
  signs: `
    anyone|anybody|someone able to get|load|open|access|use|log|send|post|connect|reach in|on|into|to|onto? NAME
    there goes NAME
    NAME fell|fallen|falling|has|is .. over|apart worldwide|again|today|globally|everywhere|in
    NAME fell|falling over|apart
    fallen over worldwide|globally|again|everywhere
    having|has a bad|rough|terrible day|morning|night|time
    buffering forever|endlessly|nonstop|constantly
    refuses|refusing|failing|fails|unable|fails to load|open|start|connect|send|play|work|log|let|update|sync
    would|will|wont|does|doesnt not? go|going through
    payments|payment|transactions|order|orders stuck|failing|failed|hanging|timing|bouncing
    site|website|page|app gone|hanging|hangs|frozen|crashed|crashing|dead
    crashes|crashing|crashed on launch|startup|open|opening|login|every
    no NAME signal|network|service|coverage|data|internet|bars
    getting|seeing|see|got|get|gets 500|502|503|504|errors|error|timeouts|nothing from|on|at|with|in NAME
    500|502|503|504|errors|error|timeouts from|on|at|with NAME
    showing|shows|giving|gives|throws|throwing|returning|returns an|a? error|blank page|pages|screen|feed|errors
    comes|coming up|back as|with an|a? error|blank|nothing
    something .. gone|went wrong
    dropped|dropping|kicked|kicking|booted|disconnected|threw the|my? whole|everyone|us|me|all|half|people .. out|call|company|team
    nobody|noone|none|nothing of|in? .. can|is|has|could join|load|loads|loading|getting|received|receive|receiving|send|sent|connect|working|works
    nobody|noone .. received|getting|got .. message|messages|mail|email|since
    cant|cannot|couldnt|unable|not to|even? clone|fetch|stream|watch|upload|download|tweet|message|call|comment|pay|order|book|scroll|refresh|join|checkout|deploy|merge anything? on|from|in|the|to|with? NAME
    NAME hangs|hanging|frozen|froze|freezes|freezing|stuttering|stalling|stalled|choking|struggling|limping
    is|seems|app|seem struggling|choking|falling|hanging to|apart|today|again|rn
    stuck|hanging on|at processing|pending|loading|connecting|updating|queued|verifying
    all|dashboards|everything|status|page is|are|s? red
    keeps|keep|kept logging|signing|kicking|throwing|asking me|us|people|everyone|for
    isnt|not|wont|arent|doesnt|stopped loading|load|show|showing|update|updating|send|sending|refresh new|any|anything|comments|posts|replies|tweets|messages|videos|images
    doesnt|didnt|wont|not respond|answer|responding|answering
    blank|empty feed|timeline|inbox|home
    NAME goes|went|gone|going dark|awol|poof|kaput|belly|haywire
    NAME is|s kaput|toast|dying|borked|down|bust|busted|hosed|wonky|janky|on
    NAME down
    NAME is|are|has|have|seems|seem|appears|looks|look|went|goes|going|gone|s|r to|like|its|it|been|be|gone|going? its|it|be|been|is? down
    is|are|did|has|s NAME go|gone|been|going? down
    it|its|theyre|everything is|was? all? down
    servers|server|site|website|app|apps|service|services|network|system|feed|page is|are|seems|went|has|have been? down
    NAME servers|server|site|website|app|service|network|login|dms down
    servers|server|network down
    ^ down again|for|since|everywhere|worldwide|globally|across|in|here|rn|right|today|too
    not|isnt|aint|arent|stopped|stops|quit|never|nothing|hasnt|havent|hardly|barely working|loading|opening|connecting|responding|refreshing|updating|delivering|playing|syncing|resolving|reachable|accessible|available|loaded|opened|sending|posting|downloading|uploading|usable
    wont|doesnt|dont|didnt|isnt|not|couldnt|nothing load|loads|open|opens|connect|start|starts|work|works|refresh|refreshes|send|sends|play|plays|update|respond|deliver|sync
    messages|message|mail|mails|emails|email|photos|pictures|pics|stories|videos|reels|posts|nobody|nothing cant|wont|not|isnt|arent|arent|dont be? sending|send|going|go|loading|load|delivered|delivering|deliver|showing|show|coming|come|arriving|arrive|playing|play
    messages|message|mail|mails|emails not going through
    wont let me|us|anyone|anybody|people|you
    keeps|keep|kept crashing|freezing|failing|buffering|glitching|timing|kicking|loading|dropping|spinning|breaking|logging
    keeps|keep saying|giving|throwing|showing .. error|wrong|expired|later|unavailable|500|502|503|504
    keeps|keep saying something went wrong
    NAME crashed|crashing|crashes|broke|glitching|glitched|bugging|lagging|tripping|unreachable|inaccessible|unavailable|offline|unresponsive|imploded|collapsed
    crashed on me|us|everyone
    NAME is|are|seems|went|gone|being|acting|having broken|broke|dead|offline|unreachable|inaccessible|unavailable|unresponsive|up|weird|moment|glitching|bugging|borked|toast rn|for|again|everyone|today|globally|worldwide
    NAME is|are|seems|went|gone|being broken|offline|unreachable|inaccessible|unavailable|unresponsive|glitching|bugging|borked
    NAME being|acting|is weird|up|funny|strange
    NAME issues|problems|troubles
    NAME having a? moment|outage|meltdown|issues|problems
    is|are NAME broken|offline|unavailable|having|acting|glitching
    login|feed|timeline|search|video|chat|it is broken|stuck|dead|gone
    NAME outage
    NAME .. having|experiencing|suffering .. outage
    outage at|on|in|of|with|for|hitting|affecting|taking NAME
    outage confirmed|again|rn|right|continues|ongoing|maybe
    server|internal|network|dns|connection|http|gateway error|errors
    server|servers issue|issues|problem|problems|trouble
    getting|get|gives|giving|showing|shows|returns|returning|throwing|throws|throw|says|saying|seeing|see|serving an|a? server|internal|network|blank|white? error|errors|500|502|503|504|500s|502s|503s|5xx|page
    error 500|502|503|504|429|page|every|everywhere
    500|502|503|504|500s error|errors|on|everywhere
    500s|502s|503s|5xx everywhere|on|again
    something went wrong
    bad|gateway gateway|timeout
    service|page|site unavailable
    session expired
    site|page cant be? reached|loaded|found
    dns not resolving
    unicorn|fail|blank|white|grey|gray page|whale|screen|boxes|squares
    NAME stuck on|in|sending|loading|connecting|at|since|for
    stuck on|at|in connecting|loading|sending|updating|spinning
    stuck sending|loading|connecting|since|updating
    single|one tick|check on|everything|only|for
    spinning|loading circle|wheel|forever|endlessly
    feed|feeds|timeline|push|requests|page|it times|time|timing|timed out
    push|pull|page|site times|timed|timing out
    timing|times|timed out over|again|everywhere
    having|experiencing|facing|seeing|got|has|have an|some|any|major|the|massive|weird|same? issues|issue|problems|problem|trouble|outage|difficulties with|on|loading|sending|logging|connecting|right|in? NAME
    NAME having|experiencing|facing|has|have some|any|major|massive? issues|problems|trouble|difficulties|outage|downtime
    trouble|problems|issues with|on|accessing|loading|opening|logging NAME
    unable|trouble|impossible|failed|failing to? log|login|access|open|connect|load|send|sign|logging|loading|start|reach in|into|to? NAME?
    cant|cannot|couldnt|nobody|noone|not able|can? to|even|get|seem? to? log|login|access|open|load|connect|reach|sign|get|post|push|pull|send|start|use|hear in|into|onto|to|on|anything|back? NAME?
    logged|kicked|signed me|us|everyone|everybody|all out
    payments|payment|transactions|transaction|upi|messages|meetings|calls|texts failing|failed|fail|fails|stuck|declined|pending
    NAME payments|transactions|meetings|messages are? failing|failed|not
    failing|failed to? send|load|start|connect|open|deliver
    nothing|none of it loads|works|refreshes|opens|sends|loading|loading
    fell off the internet
    no messages|mail|emails since|for|coming
    on fire
  `,
  weak: `
    NAME died|dead|dying|out|gone|frozen|froze|empty|silent|stuck|slow|laggy|delayed|disconnected|disconnecting|offline|logged|logging|dropping|buffering|melting|melted|connecting|weird|missing|blocked|wonky
    feed|timeline|calls|call|messages|videos|video|page|pages|comments|posts|stories|reels|inbox|app|queue|everything|contacts|image|images|photos|notes is|are|just|keep|keeps|not|all|has|have|been|from? dead|out|gone|frozen|empty|silent|stuck|slow|delayed|dropping|drop|buffering|black|blank|missing|yesterday|offline|grey|gray|moving|hanging
    wont|cant|doesnt|isnt|not|nothing|no upload|uploading|move|moving|scan|scanning|verify|verifying|show|showing|appear|appearing|share|respond|responding|swipe|scroll|buffer|render|ring|ringing|see|anything|connection|message|messages
    no|not|nothing|without connection|messages|message|sound|picture|pictures|a|but|posts|likes|comments
    black|empty|dark screen|screens|page|pages|timeline|feed
    error code
    delay|delays|lag|backlog|timeouts
    waiting for network|connection
    threw|throws|throwing|logged|logs|logging|signed|kicked|booted|locked me|us|everyone|everybody|all|out
    has|have|been out|gone|off|stuck since|in|for|all|the|again
    server|servers melting|busy|struggling|asleep|dead|melted
    temporarily unavailable
    connecting|loading|updating|buffering|reconnecting
    broke|broken|breaking|hiccup|hiccups|flaky|spotty
    timing|times out
    gives|giving|gave me|us nothing|errors|error
    down
  `,
  crowd: `
    anyone|anybody|somebody|someone|everyone|everybody|noone|nobody|who|elses else|elses|getting|having|experiencing|seeing|too|in|here|able
    for|to|logged|with everyone|everybody|anyone|anybody|all|us|others
    just|only|is|it me
    me or|alone
    other people|folks|users
    same|identical thing|problem|issue|here|for|at|with|in|story|says
    everyone|everybody i|we know|knows|ive|at|says|in
    all|half|whole|entire of|the|my|our us|office|team|company|building|town|village|country|family|floor|street|friends|class|school|group
    entire|whole office|team|company|building|town|village|country|family|floor|street|class|school|group|server
    my|and|whole|for friends|colleagues|coworkers|neighbours|neighbors|family|team|office
    third|three|both|several|many|few|two people|phones|devices|accounts
    you|yall|guys too
    on all|both|three|two|any|every my|of? devices|phones|accounts|device|phone
    worldwide|globally|nationwide|everywhere|anywhere
    over here
  `,
  idioms: `
    nothing works like|better|for|out
    have|has|been out with|for a|of|in|on my
    down in|as history|record
    down a|an peg|notch|level|grade
    down there in|with|at
    down low|pat|time
    down nearly|almost|about|over|around|roughly|another|only N
    going|goes|go down in|as|with|for
    going|go down the|a|this|that
    burning|burn|burned|closing|crashing|watch|watering it|the|this|that .. down
    dropped|dropping the|a|an|new|my|his|her album|video|single|song|episode|ball|mixtape|link
    gone|went wrong with|in my|our
    having|has a good|great|nice|lovely day|time
    nobody|noone cares|asked|reads|uses|can|will convince|tell|stop|on|there
    cant|cannot call|message|tweet|comment|upload|watch|join you|him|her|them|this|that|because|without
    not|isnt|wont loading|load|show on my|for my
    wont|not go through with|life
    refuses|refuse to|NAME use|join|get|learn|sign|be|pay|let
    no data|service|signal|network plan|plans|charge|roaming
    is|are dying to|for|laughing|out
    dont|doesnt|wont|didnt respond|answer to|me|my|his|her
    blank|empty inbox|home at|zero|today
    down to|the|with|my|a|her|his|their|this|that|memory|bad|syndrome|under|vote|votes|low|from
    a|the down payment
    down by? N percent|points|since|so
    down N
    down for a|it|that|some|any|whatever|trying
    down to|on me
    breaking|breaks|break|calm|sit|slow|write|wrote|scroll|cut|shut|shuts|shutting|track|take|took|takes|taken|taking|turn|turned|put|let|lets|come|comes|came|step|wind|tear|pull|pulled|crack|cracking|cracks|double|doubling|hunker|boil|boils|settle|lay|bring|brings|bringing|drag|dragging|drags|narrow|fell|fall|run|ran|walk|pass|passed|dumb|lie|look|jot|note|nail|backs|backed|hands|upside|deep|bog|tone|dial|weigh down
    took|take|takes|taken|put|let|lets|write|wrote|turn|turned|shot|bring|brings|drag|drags|dragging|weigh|pull|pulled|track|cut .. down
    im|i|we|youre|whos|hes|shes|who|he|she am|is|are? down
    was|were .. down
    isnt|not|arent|never|aint NAME? down
    will|would|could|might|may|should|gonna|to be|go? down
    down arrow|vote|voted|jacket|load|side|time|stream|town|hill
    ups and? downs
    up and down
    not working|available|open with|at|in|on|for NAME
    not working anymore with|at|for|here
    not working today|tomorrow|tonight|monday|weekend
    not working on my|a|the
    im|i|hes|shes|were not working
    isnt|not working out
    crashed into|at|out|my|a|the|his|her|their|party|wedding
    broken as|heart|english|by|record|into
    outage comms|map|report|reports|postmortem|blog|was|were|explained|drill|planning|page|pages|designer|costs|cost|taught
    having|no|not issues|problems with my|his|her|their|him|them|people|it
    no problem|problems|issue|issues|trouble
    without|zero .. problems|issues|trouble
    not an? outage
    cant|cannot|couldnt open up|to|source
    cant|cannot|couldnt get enough|over|it|him|her|rid|out|away|past|used|my|a|any
    cant|cannot|couldnt use to|my|it
    cant|cannot send you|him|her|them|nudes
    cant|cannot even? start to
    cant|cannot post that|this|about
    cant|cannot reach you|him|her|them|my
    dont|doesnt work there|for|at|hard|out|with|like
    dont|wont|didnt open my|until|his|her|the|it|links|any
    dont|wont|doesnt|didnt send me|nudes|money|the|them|it|you|him|her|any
    dont|doesnt|didnt start a|the|with|me
    dont|doesnt play games|well|with|dumb|fair
    if it|they|that|he|she doesnt|dont|isnt|wont .. load|work|open|start|send|working
    on fire emoji|today|album|song|drop
    error of|in my|correction|on my
    no error|errors
    stuck in|on traffic|bed|meetings|a|my|this|chapter|level|work
    session expired on my|because
    blank page of|syndrome|journal
    single tick bite
  `,
  others:
    'wifi internet broadband router printer car lift elevator phone laptop pc computer tv machine coffee stock stocks shares share price prices market markets reach engagement followers follower views likes revenue sales traffic sun rain mood battery brain power electricity build actions action workflow test tests pipeline deploy algorithm code script train bus road keyboard mouse headphones camera controller',
  works: `
    is|are|its|were|was|s|finally|things|everything|everyone|they back
    back up|online|now|to|again|working|alive|for|in
    is|its|are|s up
    up and running
    working|works|loads|loading|opens again|fine|now|perfectly|okay|ok|normally|here|well|great|smoothly
    fine for|here|on my|me|now
    issue|issues|incident|outage|problem|problems|it|bug resolved|fixed|over|solved|mitigated
    is|are|been|be|seems|looks|its|got fixed|resolved|restored|recovered|sorted
    fixed|resolved|restored|recovered now|again
    isnt|not|arent|aint|never NAME? down
    isnt|not|arent|aint down
    no NAME? outage
    no problems|issues|trouble with|on|here
    NAME recovered|resolved|restored
  `,
  asides: {
    scam: `
      i know a|this|the guy|man|woman|someone|person who|that
      restores|restore|restored|unlocks|unlock|unbans|unban|recovers accounts|account|your|my|pages
      link below|in
      refund|refunds now|call|here|your
      get your refund|money|account
      number in|on|below my|profile|bio
      helped me|us get|recover|restore
      pay after|only
      recovery|recover|recovered expert|agent|service|specialist|account|accounts|mine|your|lost|it|my
      recover|recovered|restore|unlock|retrieve your|my|any|lost|hacked|mine .. account|accounts|facebook|instagram|page|NAME
      hacked|locked|disabled|banned|suspended account|accounts|page|profile
      account|accounts|page is|are|got|was|has|been .. hacked|locked|disabled
      support|helpline|helpdesk|care|tollfree|service|contact number|line|no
      customer care|support|service
      toll free
      call|contact|text|reach|message|inbox|dm|hit|write|ping|consult us|our|me|him|her|this|at|on|now|toll|support|my|the .. N
      call our|now|us|the .. support|number
      dm|inbox|message|contact|text|write|ping me|him|her|them|us|this .. now|for|on|legit|help|hacker|fast|mine|recover|assistance
      ethical|certified|professional|trusted|legit hacker|hackers|expert|and
      he|she|they recovered|fixed|unlocked mine|it|my
      got mine|it|my .. back with|through|thanks
      contact this NAME
      contact .. for|to .. help|recover|assistance
      100 percent guaranteed|legit|safe
      guaranteed|legit and? fast|results|safe|service
      available 24 7
    `,
    past: `
      outage|incident on|last monday|tuesday|wednesday|thursday|friday|saturday|sunday
      most|all of|day monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday
      that|one day|evening|night|morning|afternoon|week|weekend|summer|winter|monday|friday
      the day|night|morning|week|time NAME|that|when|we|i
      january|february|march|april|may|june|july|august|september|october|november|december|januarys|februarys|marchs|aprils|junes|julys|augusts|septembers|octobers|novembers|decembers|mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays NAME outage|incident
      back in|when spring|summer|autumn|winter|school|college|i|we|my
      wrote up|about
      learnt|learned|lessons from
      incident review|report
      ever since|after the|that
      last year|month|week|time|summer|winter|autumn|decade|night
      years|year|months|weeks|decade|decades ago
      N years|year|months|weeks|days ago
      on this day
      this day in
      yesterday|yesterdays
      remember when|the|that|how|those
      throwback|tbt|flashback|nostalgia|anniversary
      back in the|january|february|march|april|may|june|july|august|september|october|november|december
      used to
      in|of|since 2004|2005|2006|2007|2008|2009|2010|2011|2012|2013|2014|2015|2016|2017|2018|2019|2020|2021|2022|2023|2024|2025|2026|2027|2028|2029|2030
      january|jan|february|feb|march|mar|april|apr|may|june|jun|july|jul|august|aug|september|sep|sept|october|oct|november|nov|december|dec N
      the great NAME outage
      postmortem|retrospective|explained
      was caused by
      history of
    `,
    own: `
      my|the router|modem|sim
      left|forgot my charger|phone
      my|our|the vpn|firewall|dns|proxy|adblocker|extension
      vpn is|was|blocks|blocking
      it was my|the|our
      locked out because|since|after
      old|ancient|broken phone|laptop|tablet|ipad
      not supported|compatible on|with|any
      changed|switched phones|phone|numbers|sim
      my school|work|company|office blocks|blocked|firewall
      my|our|the|no|home|bad internet|wifi|broadband|connection|isp|router|network is|are|was|s|went|keeps|not? down|out|slow|dead|off|gone|terrible|working|dropping
      wifi|internet|broadband|router is|are|went? down|out|off|dead|gone
      no|without internet|wifi|signal|connection|power|electricity|data
      power cut|outage|is|went|out
      my|new|old|dropped phone|laptop|pc|computer|tablet|battery|sim|number died|dead|broke|broken|in|fell|lost|stolen|is|not|storage
      dropped|lost|broke my phone|laptop
      new phone
      forgot|forget|forgotten|lost my|the .. password|pin|passcode
      storage|memory|disk is? full
      my|their|his|her .. account|profile|page .. suspended|banned|locked|hacked|disabled|restricted|deleted|blocked
      banned|suspended|blocked|restricted|shadowbanned|jailed my|me|for
      hacked and|my
      your|ur connection|internet|isp|wifi|phone|end
      its your isp|internet|wifi|connection
      airplane mode
    `,
    advice: `
      fix for NAME
      N things|places|games|books to
      clear|clearing|delete the|your|app? cache
      restart|reinstall|reboot|uninstall your|the|and|it
      alternatives|alternative to|for|when
      psa if
      in case NAME|it|you
      every time NAME
      works every time
      pro|quick|hot tip|tips|hack
      step|follow these|by|the steps|step
      here|heres what you|to|we
      how to|do|can fix|tell|check|know|solve|avoid|repair|get
      ways|tips|steps|tricks|reasons|things|fixes to|why|for|you
      try these|this|our
      N easy|simple|quick? ways|tips|steps|tricks|fixes|things|reasons
      here are|is|s how|why|what|the
      here are N
      heres how|why|what
      what to do
      and what to do
      why|when your
      read|see our|the guide|more|article|blog|post
      a guide|checklist
      guide to|for
      sign up
      free trial
      link in bio|comments|description
      our|self hosted
      percent off
      tired|sick of
      when NAME goes|go down we
      dont let
      troubleshoot|troubleshooting
      designing for
    `,
    plan: `
      when|once NAME goes|go
      if NAME stopped|stops|disappeared|disappears|vanished
      can|could|may|might|will|would|ll|if|until|till|before|whenever NAME go|goes|collapse|die|crash|crashes|fail|fails
      if|whenever|every time NAME sneezes|hiccups|has
      maintenance window|mode|tonight|tomorrow|saturday|sunday|monday|this
      one day|of NAME|these
      will go down|dark|offline
      what|imagine|suppose|pretend if|that
      what would|will|should you|we|they|happen
      imagine NAME|life|a|the
      if NAME goes|went|ever|would|was|were|shuts|gets|dies
      will|would be down|unavailable|offline
      planned|scheduled maintenance|downtime|outage
      for|under maintenance on|tonight|from|this|between
      shut|shutting|shuts|shutdown down
      should|they should shut|ban|close
      rumor|rumour|rumors|rumours
    `,
    figures: `
      apple|tesla|nvidia|amazon|snap|intel up|down|flat|green|red
      portfolio|ticker|shares|investors|nasdaq|bell|premarket|bearish|bullish
      at the bell|open|close
      down|up nearly|almost|about|over|around|another N
      points|percent today|since|after|in|on
      shares|share|stock|stocks|earnings|revenue|revenues|quarter|profits|valuation|nasdaq
      down|up N percent|points|bps
      down|up N N percent
      after|since hours|earnings|open|close
      reach|engagement|followers|views|impressions|traffic is|are|way|so? .. down
    `,
  },
  noAsides: `
    since|from|after|until last night|year|week|month
    since|from yesterday|january|february|march|april|may|june|july|august|september|october|november|december
    than last time
    like last time
    since|for N|two|three|four|a|an|few|couple|several hours|hour|minutes|days
    ago N? minutes|hours|seconds
    N minutes|minute|hours|hour|mins|min ago
    just|right yesterday
  `,
  parts: {
    messages: 'message messages msg msgs dm dms texts chat chats tick snaps',
    calls: 'call calls calling voice',
    photos: 'photo photos picture pictures pics image images stories',
    videos: 'video videos reels',
    login: 'login log logging logged signin sign',
    mail: 'mail mails email emails outbox',
    payments: 'payment payments pay transaction transactions',
    tickets: 'ticket tickets tatkal site website',
    meetings: 'meeting meetings',
    web: 'web',
    website: 'website site',
    api: 'api',
    git: 'push pull clone',
  },
}
