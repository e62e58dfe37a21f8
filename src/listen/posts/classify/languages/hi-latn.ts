import type { Language } from './language.ts'

/** Hindi in Latin letters, mixed with English as people do. */
export const romanHindi: Language = {
  tag: 'hi-Latn',
  script: 'Latn',
  words:
    'hai hain kya nahi nahin nhi ho raha rahi rahe rha rhi bhai yaar yar ka ki ke ko mein me se pe par kisi sab sabka koi aaj subah phir gaya gayi ab tha thi the aur mera meri tumhara chal kar',
  endings: '',
  everyday: 'nagad',
  technical: 'app server site login',
  fillers:
    'hi bhi to toh phir fir se ab abhi aaj kya hai h ka ki ke ko mein me pe par bhai yaar yar sab sabka sabko kisi koi aur dono shayad pura pure subah app server site bas ek baar achanak lag guys mere mera',
  tags: 'banda band thap',
  signs: `
    nahi|nahin|nhi|nai|ni lag|mil|de|le|jud|bhej|khul|aa|ja|chal|ho|dikh|kar raha|rahi|rahe|rha|rhi|rhe|pa
    response|reply|update|otp hi? nahi|nhi .. raha|rha|rahi
    ruk|atak|hang|fass|phas gaya|gayi|gya|raha
    logout|crash|hang|band|off kyu|kyun|kar|kr|ho raha|rha|gaya|jata
    baar baar logout|crash|band|error
    pending|atka|atki|stuck hai|pada|hua|dikha
    fail hua|ho|hai|hogaya|gaya
    ka|ko kya scene|hua|ho
    server down|dead|gaya|baith
    down hai|hain|he|h|kya|ho|chal|lag|hua|hogaya
    down ho gaya|gya|rakha|raha
    kaam|kam|work nahi|nahin|nhi|nai|ni kar|kr|karta|krta raha|rahi|rahe|rha|rhi|hai?
    nahi|nahin|nhi|nai|ni chal|chl|khul|aa|ja|dikh|ho|work|open|load raha|rahi|rahe|rha|rhi|rhe|ho|kar|pa
    chal|chl|khul|load|connect|login|open|refresh|update|payment|send|play|transaction|kuch nahi|nahin|nhi|nai|ni ho|raha|rha|rahi|rhi|rahe|kar|pa raha|rha|rahi|rhi|rahe?
    message|messages|msg|mail|photo|photos|video|otp|kuch nahi|nahin|nhi|ni ja|aa|chal|load|dikh|ho rahe|raha|rahi|rha|rhi|rhe
    band hai|ho|pada|kya
    band ho gaya|gya|rakha
    thap hai|ho|pada
    crash ho|hai|kar|kr|gaya
    phir|fir se? crash|down|band
    server|network down|issue|error|problem|gayab|gaya
    dikkat|problem|issue|pareshani aa|ho|hai rahi|raha|rha|rhi|kya?
    ko kya hua|ho
    kya ho? gaya|hua
    network|net gayab|gaya|nahi aa?
    fail ho|hai raha|rha|rahi
    connecting|loading dikha|dikhata raha|rha
    error dikha|aa|de raha|rha|rahi
    atka|atak hua|gaya
  `,
  weak: `
    logout|hang|slow|atka|ruk|mar|baith|gayab|off|zero|buffering|connecting|loading|pending|disconnect|busy
    ek|single tick
    chal|khul nahi|nhi
    gaya|gya kya
  `,
  crowd: `
    sabka|sabko|sabke|sabki|sab|sabhi|pura|pure|har|kahin
    kisi|kisika|aur|baaki|dusro|koi
    sirf|only|bas mera|mere
    tumhara|aapka|tera|tumhare bhi
    yahi|same haal|hai|problem|issue
  `,
  idioms: `
    download .. nahi|nhi ho raha?
    samajh|yakeen|maza|mann|neend|acha nahi|nhi .. raha|rahi|aa
    reply|like|comment|view|follower nahi|nhi .. raha|rahe|aa|de
    down nahi|nahin|nhi
    down tha|thi|the|hua|ho tha|thi|to|jaye
    band karo|karke|kar|karna|rahega|rahegi|tha|hua|karein tha|do?
    band ho jaye|jata|jayega
    nahi|nahin|nhi .. raha|rahi|rahe|rha tha|thi|the
    koi dikkat|problem nahi
    crash course
    mood .. down
    dimag .. kaam
    download nahi|nhi ho
  `,
  others:
    'channel views likes dimag mood man gaadi phone mobile laptop computer wifi internet bijli share kamai mera meri tera dukan raasta neend pankha tv school reach net data download',
  works: `
    theek|thik|sahi ho|hai|chal|kaam gaya|gya|rha|raha|kar?
    sab theek|thik|sahi
    chal|chl raha|rha hai|h? ab|sahi|theek
    chal gaya|gya|pada
    chal raha|rha hai|h
    wapas|vapas aa|chal|gaya
    chal gaya wapas
    down nahi|nahin|nhi
    chalu ho|hai
  `,
  asides: {
    scam: `
      refund
      is number pe
      dm karo|kare|karein|for
      recovery
      call kare|karo|karein
      customer care
      inbox kare|karo
      sampark kare|karo|karein
      wapas paye
    `,
    past: `
      us|uss din|raat|time|waqt
      jab .. tha|thi|hua
      pichle|pichli|beete saal|mahine|hafte|baar|raat|din
      kal .. tha|thi|the|nahi|down
      saal|mahine|din pehle
      yaad hai|h
      tha|thi
    `,
    own: `
      router|vpn|recharge|data|balance khatam|nahi|band|kharab
      mera|meri|mere|tera|tumhara|apna|ghar net|wifi|internet|phone|data
      wifi|internet|bijli|light|recharge nahi|khatam|gayi|band|chali
      password bhul|bhool
      account|id .. hack|ban|suspend|block|lock
      phone kharab|band|toot|kho|chori
    `,
    advice: `
      cache clear
      restart|reinstall|uninstall karo|kare|kar
      aise|kaise kare|karein|theek|thik|check
      ye .. tarike|tarika|upay|tips
      tarike|upay
      kya kare|karein
      try karo
      video dekho
    `,
    plan: `
      kya karenge|karoge|hoga
      agar NAME
      agar .. down|band
      band rahega|rahegi
      ho jaye|jaaye
    `,
    figures: `
      share price|bhav
      reach down|kam
    `,
  },
  noAsides: `
    kal se
    kal raat se
  `,
  parts: { payments: 'paisa paise' },
}
