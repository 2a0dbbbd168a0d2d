import { imap, type KnownService, known, pop3, smtp, submission, words } from './known-service.ts';

// Hosts, ports, user names and domains: thunderbird/autoconfig @ c6ad796, ispdb/*.xml. Pages:
// apple/password-manager-resources @ 96cbab7, quirks/change-password-URLs.json. Both read on 2026-11-22.

/** Services that give out addresses under domains of their own. */
export const knownMailboxes: readonly KnownService[] = [
  known('gmail', 'Gmail', 'cloud', {
    domains: words('gmail.com googlemail.com'),
    servers: [imap('imap.gmail.com'), pop3('pop.gmail.com'), smtp('smtp.gmail.com')],
    page: 'https://myaccount.google.com/signinoptions/password',
  }),
  known('outlook-com', 'Outlook.com', 'cloud', {
    domains: words(`
      hotmail.com live.com msn.com outlook.com windowslive.com outlook.at outlook.be outlook.cl outlook.cz outlook.de
      outlook.dk outlook.es outlook.fr outlook.hu outlook.ie outlook.in outlook.it outlook.jp outlook.kr outlook.lv
      outlook.my outlook.ph outlook.pt outlook.sa outlook.sg outlook.sk outlook.co.id outlook.co.il outlook.co.th
      outlook.com.ar outlook.com.au outlook.com.br outlook.com.gr outlook.com.tr outlook.com.vn hotmail.be hotmail.ca
      hotmail.cl hotmail.cz hotmail.de hotmail.dk hotmail.es hotmail.fi hotmail.fr hotmail.gr hotmail.hu hotmail.it
      hotmail.lt hotmail.lv hotmail.my hotmail.nl hotmail.no hotmail.ph hotmail.rs hotmail.se hotmail.sg hotmail.sk
      hotmail.co.id hotmail.co.il hotmail.co.in hotmail.co.jp hotmail.co.kr hotmail.co.th hotmail.co.uk hotmail.co.za
      hotmail.com.ar hotmail.com.au hotmail.com.br hotmail.com.hk hotmail.com.tr hotmail.com.tw hotmail.com.vn live.at
      live.be live.ca live.cl live.cn live.de live.dk live.fi live.fr live.hk live.ie live.in live.it live.jp live.nl
      live.no live.ru live.se live.co.jp live.co.kr live.co.uk live.co.za live.com.ar live.com.au live.com.mx
      live.com.my live.com.ph live.com.pt live.com.sg livemail.tw
    `),
    servers: [
      imap('outlook.office365.com', { signIn: 'oauth' }),
      pop3('outlook.office365.com', { signIn: 'oauth' }),
      submission('smtp-mail.outlook.com', { signIn: 'oauth' }),
    ],
    page: 'https://account.live.com/password/Change',
  }),
  known('yahoo', 'Yahoo Mail', 'cloud', {
    domains: words(`
      yahoo.com yahoo.ca yahoo.de yahoo.it yahoo.fr yahoo.es yahoo.se yahoo.co.in yahoo.co.uk yahoo.co.nz yahoo.com.au
      yahoo.com.ar yahoo.com.br yahoo.com.mx ymail.com myyahoo.com rocketmail.com
    `),
    mx: ['.am0.yahoodns.net'],
    servers: [imap('imap.mail.yahoo.com'), pop3('pop.mail.yahoo.com'), smtp('smtp.mail.yahoo.com')],
    page: 'https://login.yahoo.com/account/change-password',
  }),
  known('aol', 'AOL Mail', 'cloud', {
    domains: words(`
      aol.com aim.com netscape.net netscape.com compuserve.com cs.com wmconnect.com aol.de aol.it aol.fr aol.es aol.se
      aol.co.uk aol.co.nz aol.com.au aol.com.ar aol.com.br aol.com.mx
    `),
    mx: ['.mail.gm0.yahoodns.net'],
    servers: [imap('imap.aol.com'), pop3('pop.aol.com'), smtp('smtp.aol.com')],
    page: 'https://login.aol.com/account/change-password',
  }),
  known('icloud', 'iCloud Mail', 'cloud', {
    domains: words('mac.com me.com icloud.com'),
    mx: ['.mail.icloud.com'],
    servers: [imap('imap.mail.me.com', { user: 'local' }), submission('smtp.mail.me.com')],
    page: 'https://appleid.apple.com/account/manage',
  }),
  known('gmx-net', 'GMX', 'ordinary', {
    domains: words('gmx.net gmx.de gmx.at gmx.ch gmx.eu gmx.biz gmx.org gmx.info mein.gmx mail.gmx email.gmx'),
    servers: [imap('imap.gmx.net'), pop3('pop.gmx.net'), smtp('mail.gmx.net')],
    page: 'https://account.gmx.net/ciss/security/edit/passwordChange',
  }),
  known('gmx-com', 'GMX', 'ordinary', {
    domains: words(`
      gmx.com gmx.tm gmx.us gmx.co.uk gmx.es gmx.fr gmx.ca gmx.cn gmx.co.in gmx.com.br gmx.com.my gmx.hk gmx.ie gmx.ph
      gmx.pt gmx.ru gmx.se gmx.sg gmx.tw gmx.com.tr gmx.it gmx.li
    `),
    servers: [imap('imap.gmx.com'), pop3('pop.gmx.com'), smtp('mail.gmx.com')],
  }),
  known('web-de', 'WEB.DE', 'ordinary', {
    domains: words('web.de'),
    servers: [
      imap('imap.web.de', { user: 'local' }),
      pop3('pop3.web.de', { user: 'local' }),
      smtp('smtp.web.de', { user: 'local' }),
    ],
  }),
  known('mail-com', 'mail.com', 'ordinary', {
    domains: words(`
      mail.com mail.org email.com post.com usa.com accountant.com consultant.com dr.com engineer.com cheerful.com
      techie.com linuxmail.org europe.com london.com uymail.com myself.com iname.com writeme.com 2die4.com
      activist.com adexec.com africamail.com aircraftmail.com alabama.usa.com alaska.usa.com allergist.com alumni.com
      alumnidirector.com americamail.com amorous.com angelic.com archaeologist.com arizona.usa.com artlover.com
      asia-mail.com atheist.com australiamail.com bartender.net berlin.com bigger.com bikerider.com birdlover.com
      blader.com boardermail.com brazilmail.com brew-master.com california.usa.com californiamail.com caress.com
      catlover.com chef.net chemist.com chinamail.com clerk.com cliffhanger.com collector.org columnist.com comic.com
      computer4u.com contractor.net coolsite.net counsellor.com count.com couple.com cutey.com cyberdude.com
      cybergal.com cyber-wizard.com dallasmail.com dbzmail.com deliveryman.com diplomats.com disciples.com doctor.com
      doglover.com doramail.com dublin.com earthling.net elvisfan.com englandmail.com europemail.com execs.com fan.com
      feelings.com financier.com fireman.net florida.usa.com footballer.com gardener.com geologist.com germanymail.com
      graduate.org graphic-designer.com hackermail.com hairdresser.net hilarious.com hockeymail.com homemail.com
      hot-shot.com hour.com humanoid.net illinois.usa.com innocent.com inorbit.com instruction.com instructor.net
      insurer.com irelandmail.com italymail.com japan.com journalist.com keromail.com kittymail.com koreamail.com
      lawyer.com legislator.com loveable.com lovecat.com mad.scientist.com madonnafan.com madrid.com marchmail.com
      mexicomail.com mindless.com minister.com mobsters.com monarchy.com moscowmail.com munich.com musician.org
      muslim.com newyork.usa.com null.net nycmail.com oath.com optician.com pacificwest.com petlover.com
      photographer.net playful.com poetic.com politician.com popstar.com presidency.com priest.com programmer.net
      publicist.com realtyagent.com reborn.com reggaefan.com religious.com repairman.com representative.com
      rescueteam.com revenue.com rocketship.com rockfan.com rome.com royal.net saintly.com salesperson.net
      sanfranmail.com scientist.com scotlandmail.com secretary.net seductive.com singapore.com snakebite.com
      songwriter.net soon.com spainmail.com teachers.org technologist.com texas.usa.com thegame.com therapist.net
      toke.com tokyo.com toothfairy.com tvstar.com umpire.com wallet.com webname.com weirdness.com who.net whoever.com
      winning.com witty.com worker.com workmail.com yours.com
    `),
    servers: [imap('imap.mail.com'), pop3('pop.mail.com'), smtp('smtp.mail.com')],
  }),
  known('t-online', 'Telekom Mail', 'ordinary', {
    domains: words('t-online.de magenta.de'),
    servers: [imap('secureimap.t-online.de'), pop3('securepop.t-online.de'), smtp('securesmtp.t-online.de')],
  }),
  known('posteo', 'Posteo', 'ordinary', {
    domains: words(`
      posteo.de posteo.at posteo.be posteo.ca posteo.ch posteo.cl posteo.co posteo.co.uk posteo.com posteo.com.br
      posteo.cr posteo.cz posteo.dk posteo.ee posteo.es posteo.eu posteo.fi posteo.gl posteo.gr posteo.hn posteo.hr
      posteo.hu posteo.ie posteo.in posteo.is posteo.it posteo.jp posteo.la posteo.li posteo.lt posteo.lu posteo.me
      posteo.mx posteo.my posteo.net posteo.nl posteo.no posteo.nz posteo.org posteo.pe posteo.pl posteo.pm posteo.pt
      posteo.ro posteo.se posteo.sg posteo.si posteo.tn posteo.uk posteo.us
    `),
    servers: [imap('posteo.de'), pop3('posteo.de'), smtp('posteo.de')],
  }),
  known('vodafone-de', 'Vodafone', 'ordinary', {
    domains: words('vodafonemail.de arcor.de kabelmail.de'),
    servers: [imap('imap.vodafonemail.de'), pop3('pop3.vodafonemail.de'), smtp('smtp.vodafonemail.de')],
  }),
  known('orange-fr', 'Orange', 'ordinary', {
    domains: words('orange.fr wanadoo.fr'),
    servers: [imap('imap.orange.fr'), pop3('pop.orange.fr'), smtp('smtp.orange.fr')],
  }),
  known('free-fr', 'Free', 'ordinary', {
    domains: words('free.fr'),
    servers: [
      imap('imap.free.fr', { user: 'local' }),
      pop3('pop.free.fr', { user: 'local' }),
      smtp('smtp.free.fr', { user: 'local' }),
    ],
  }),
  known('laposte', 'La Poste', 'ordinary', {
    domains: words('laposte.net'),
    servers: [
      imap('imap.laposte.net', { user: 'local' }),
      pop3('pop.laposte.net', { user: 'local' }),
      smtp('smtp.laposte.net', { user: 'local' }),
    ],
  }),
  known('sfr', 'SFR', 'ordinary', {
    domains: words('sfr.fr neuf.fr club-internet.fr'),
    servers: [imap('imap.sfr.fr'), pop3('pop.sfr.fr'), smtp('smtp.sfr.fr')],
  }),
  known('libero', 'Libero Mail', 'ordinary', {
    domains: words('libero.it iol.it blu.it inwind.it giallo.it'),
    servers: [imap('imapmail.libero.it'), pop3('popmail.libero.it'), smtp('smtp.libero.it')],
  }),
  known('seznam', 'Seznam Email', 'ordinary', {
    domains: words('seznam.cz email.cz post.cz spoluzaci.cz'),
    servers: [imap('imap.seznam.cz'), pop3('pop3.seznam.cz'), smtp('smtp.seznam.cz')],
  }),
  known('wp-pl', 'WP Poczta', 'ordinary', {
    domains: words('wp.pl'),
    servers: [
      imap('imap.wp.pl', { user: 'local' }),
      pop3('pop3.wp.pl', { user: 'local' }),
      smtp('smtp.wp.pl', { user: 'local' }),
    ],
  }),
  known('onet', 'Onet Poczta', 'ordinary', {
    domains: words(`
      onet.pl onet.eu poczta.onet.pl poczta.onet.eu op.pl vp.pl autograf.pl buziaczek.pl amorki.pl republika.pl
      adres.pl cyberia.pl onet.com.pl opoczta.pl pseudonim.pl spoko.pl vip.onet.pl
    `),
    servers: [imap('imap.poczta.onet.pl'), pop3('pop3.poczta.onet.pl'), smtp('smtp.poczta.onet.pl')],
  }),
  known('o2-pl', 'o2 Poczta', 'ordinary', {
    domains: words('o2.pl go2.pl tlen.pl prokonto.pl'),
    servers: [
      imap('poczta.o2.pl', { user: 'local' }),
      pop3('poczta.o2.pl', { user: 'local' }),
      smtp('poczta.o2.pl', { user: 'local' }),
    ],
  }),
  known('bluewin', 'Bluewin', 'ordinary', {
    domains: words('bluewin.ch bluemail.ch'),
    servers: [imap('imaps.bluewin.ch'), pop3('pop3s.bluewin.ch'), smtp('smtpauths.bluewin.ch')],
  }),
  known('a1-net', 'A1', 'ordinary', {
    domains: words('a1.net aon.at'),
    servers: [imap('securemail.a1.net'), submission('securemail.a1.net')],
  }),
  known('mail-ru', 'Mail.ru', 'cloud', {
    domains: words('mail.ru inbox.ru list.ru bk.ru'),
    servers: [imap('imap.mail.ru'), pop3('pop.mail.ru'), smtp('smtp.mail.ru')],
  }),
  known('yandex', 'Yandex Mail', 'cloud', {
    domains: words('yandex.ru yandex.com yandex.net yandex.by yandex.kz yandex.ua ya.ru narod.ru'),
    servers: [imap('imap.yandex.com'), pop3('pop.yandex.com'), smtp('smtp.yandex.com')],
  }),
  known('comcast', 'Xfinity', 'ordinary', {
    domains: words('comcast.net'),
    servers: [imap('imap.comcast.net'), pop3('mail.comcast.net'), smtp('smtp.comcast.net')],
  }),
  known('att', 'AT&T Mail', 'cloud', {
    domains: words(`
      ameritech.net att.net bellsouth.net currently.com flash.net nvbell.net pacbell.net prodigy.net sbcglobal.net
      snet.net swbell.net wans.net
    `),
    servers: [imap('imap.mail.att.net'), pop3('inbound.att.net'), smtp('outbound.att.net')],
  }),
  known('zoho-us', 'Zoho Mail', 'cloud', {
    domains: words('zoho.com zohomail.com'),
    servers: [imap('imap.zoho.com'), pop3('pop.zoho.com'), smtp('smtp.zoho.com')],
  }),
  known('zoho-eu', 'Zoho Mail', 'cloud', {
    domains: words('zoho.eu zohomail.eu'),
    servers: [imap('imap.zoho.eu'), pop3('pop.zoho.eu'), smtp('smtp.zoho.eu')],
  }),
  known('zoho-in', 'Zoho Mail', 'cloud', {
    domains: words('zoho.in zohomail.in'),
    servers: [imap('imap.zoho.in'), pop3('pop.zoho.in'), smtp('smtp.zoho.in')],
  }),
  known('zoho-au', 'Zoho Mail', 'cloud', {
    domains: words('zoho.com.au zohomail.com.au'),
    servers: [imap('imap.zoho.com.au'), pop3('pop.zoho.com.au'), smtp('smtp.zoho.com.au')],
  }),
  known('zoho-jp', 'Zoho Mail', 'cloud', {
    domains: words('zoho.jp zohomail.jp'),
    servers: [imap('imap.zoho.jp'), pop3('pop.zoho.jp'), smtp('smtp.zoho.jp')],
  }),
];
