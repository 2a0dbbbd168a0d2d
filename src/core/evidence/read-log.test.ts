import { describe, expect, it } from 'vitest';
import { mostEntries, type SignIn } from '../../shared/at-provider.ts';
import { at, device, idOf, line, logOf, ours, reading, told } from './evidence.test-kit.ts';

const phone = device('phone', { kind: 'iphone' });
const pc = device('pc', { kind: 'thunderbird' });
const scanner = device('scanner', { kind: 'scanner', receiving: null });
const office = device('office', { receiving: 'pop3' });

describe('a sign-in that fits one device', () => {
  it('shows that device on the side of its protocol', () => {
    const log = logOf([line(38), line(50, { protocol: 'smtp' }), line(60, { protocol: 'pop3' })]);
    const smtpOnly = reading(log, [device('phone'), device('office', { receiving: 'pop3', sends: false })]);
    expect(told(smtpOnly)).toEqual([
      'office receiving signed-in 60',
      'phone receiving signed-in 38',
      'phone sending signed-in 50',
    ]);
    expect(smtpOnly).toMatchObject({ unclear: [], knocking: null });
  });

  it('tells POP3 from IMAP', () => {
    expect(told(reading(logOf([line(38, { protocol: 'pop3' })]), [phone, office]))).toEqual([
      'office receiving signed-in 38',
    ]);
    expect(told(reading(logOf([line(38)]), [phone, office]))).toEqual(['phone receiving signed-in 38']);
  });

  it('is the newest of each side', () => {
    const log = logOf([line(10, { outcome: 'refused' }), line(20), line(30, { outcome: 'refused' }), line(40)]);
    expect(told(reading(log, [phone]))).toEqual(['phone receiving signed-in 40']);
  });

  it('is the later of two in one second as the log has them', () => {
    const log = logOf([line(38, { outcome: 'refused' }), line(38)]);
    expect(told(reading(log, [phone]))).toEqual(['phone receiving signed-in 38']);
    const other = logOf([line(38), line(38, { outcome: 'refused' })]);
    expect(told(reading(other, [phone]))).toEqual(['phone receiving tried-old 38']);
  });

  it('refused, shows the old password', () => {
    const seen = reading(logOf([line(38, { outcome: 'refused' })]), [phone]);
    expect(told(seen)).toEqual(['phone receiving tried-old 38']);
    expect(seen.knocking).toEqual({ clients: [idOf('phone')], lastAt: at(38), tries: 1, triesLeft: null });
  });

  it('says nothing with a password of its own, and none of the list is shown by a service that none uses', () => {
    const log = logOf([line(38, { secret: 'app-password' }), line(39, { protocol: null })]);
    expect(reading(log, [phone])).toEqual({ sights: [], unclear: [], knocking: null });
  });
});

describe('several devices', () => {
  it('behind one address: none is shown without a name', () => {
    const log = logOf([line(38), line(45, { outcome: 'refused' })]);
    const seen = reading(log, [phone, pc]);
    const both = { clients: [idOf('phone'), idOf('pc')], protocol: 'imap' };
    expect(seen.sights).toEqual([]);
    expect(seen.unclear).toEqual([
      { ...both, at: at(45), outcome: 'refused' },
      { ...both, at: at(38), outcome: 'signed-in' },
    ]);
    expect(seen.knocking).toEqual({ clients: both.clients, lastAt: at(45), tries: 1, triesLeft: null });
  });

  it('behind one address: each is shown by what it calls itself', () => {
    const log = logOf([line(38, { client: 'iPhone Mail 21A329' }), line(45, { client: 'THUNDERBIRD 153.7.0' })]);
    expect(told(reading(log, [phone, pc]))).toEqual(['pc receiving signed-in 45', 'phone receiving signed-in 38']);
  });

  it('of one kind are not told apart by the name of the kind', () => {
    const log = logOf([line(38, { client: 'Thunderbird 153.7.0' })]);
    const seen = reading(log, [phone, pc, device('laptop', { kind: 'thunderbird' })]);
    expect(seen.sights).toEqual([]);
    expect(seen.unclear[0]?.clients).toEqual([idOf('pc'), idOf('laptop')]);
  });

  it('of which a known name fits none leave those that may call themselves anything', () => {
    const log = logOf([line(38, { client: 'K-9 Mail 6.8' })]);
    expect(told(reading(log, [phone, pc, device('android')]))).toEqual(['android receiving signed-in 38']);
    expect(reading(log, [phone, pc])).toMatchObject({ sights: [], unclear: [] });
  });

  it('are not told apart by a name that nobody knows', () => {
    const log = logOf([line(38, { client: 'Thunderbird for Android 15' })]);
    expect(reading(log, [pc, device('android')])).toMatchObject({ sights: [], unclear: [{ at: at(38) }] });
    // it is another program
    expect(reading(log, [pc])).toMatchObject({ sights: [], unclear: [] });
    expect(told(reading(log, [device('android')]))).toEqual(['android receiving signed-in 38']);
  });

  it('are not told apart by the name of a computer that sends', () => {
    const log = logOf([line(38, { protocol: 'smtp', client: '[192.168.1.5]' })]);
    expect(reading(log, [phone, scanner])).toMatchObject({ sights: [], unclear: [{ protocol: 'smtp' }] });
    expect(told(reading(log, [phone]))).toEqual(['phone sending signed-in 38']);
    const apple = logOf([line(38, { protocol: 'smtp', client: 'smtpclient.apple' })]);
    expect(told(reading(apple, [phone, scanner]))).toEqual(['phone sending signed-in 38']);
  });

  it('of which one is gone: a sign-in is of the other, a refusal may be of either', () => {
    const gone = device('phone', { goneSince: at(10) });
    expect(told(reading(logOf([line(38)]), [gone, pc]))).toEqual(['pc receiving signed-in 38']);
    const refused = reading(logOf([line(38, { outcome: 'refused' })]), [gone, pc]);
    expect(refused.sights).toEqual([]);
    expect(refused.knocking?.clients).toEqual([idOf('phone'), idOf('pc')]);
    expect(reading(logOf([line(38)]), [gone]).sights).toEqual([]);
  });

  it('of which one went later: what was before that may be of either', () => {
    const log = logOf([line(38), line(40, { outcome: 'refused' })]);
    const seen = reading(log, [device('phone', { goneSince: at(500) }), pc]);
    expect(seen).toMatchObject({ sights: [], unclear: [{ at: at(40) }, { at: at(38) }] });
    expect(seen.unclear[1]?.clients).toEqual([idOf('phone'), idOf('pc')]);
    // the time of the log is known to the second
    const just = reading(logOf([line(38)]), [device('phone', { goneSince: at(37.5) }), pc]);
    expect(just.sights).toEqual([]);
  });

  it.each([
    ['K-9 Mail 6.8', 'thunderbird-mobile', 'android-phone', false],
    ['K-9 Mail 6.8', 'thunderbird-mobile', 'other', false],
    ['K-9 Mail 6.8', 'thunderbird-mobile', 'gmail-app', true],
    ['Thunderbird 153.7.0', 'thunderbird', 'other', false],
    ['Thunderbird 153.7.0', 'thunderbird', 'android-phone', true],
  ])('with %s: %s and %s are told apart: %s', (client, kind, another, apart) => {
    const seen = reading(logOf([line(38, { client })]), [device('one', { kind }), device('two', { kind: another })]);
    expect(told(seen)).toEqual(apart ? ['one receiving signed-in 38'] : []);
    expect(seen.unclear.flatMap(({ clients }) => clients)).toEqual(apart ? [] : [idOf('one'), idOf('two')]);
  });

  it('of which one has a password of its own: only where the log tells is it another', () => {
    const own = device('tablet', { signIn: { how: 'app-password', version: null } });
    expect(told(reading(logOf([line(38)]), [own, pc]))).toEqual(['pc receiving signed-in 38']);
    expect(told(reading(logOf([line(38, { secret: null })]), [own, pc]))).toEqual([]);
    expect(told(reading(logOf([line(38, { outcome: 'refused' })]), [own, pc]))).toEqual([]);
    expect(reading(logOf([line(38, { secret: null })]), [own])).toMatchObject({ sights: [], unclear: [] });
  });
});

describe('our own sign-ins', () => {
  it('a second before the device: known by the port', () => {
    const log = logOf([line(37, { port: 50_001 }), line(38, { port: 50_777 })]);
    expect(told(reading(log, [phone], { own: [ours(36.5, { port: 50_001 })] }))).toEqual([
      'phone receiving signed-in 38',
    ]);
  });

  it('are known by the port although a device came nearer to the middle of ours', () => {
    const log = logOf([line(37, { port: 50_777 }), line(37.4, { port: 50_001 })]);
    const own = [ours(36.5, { port: 50_001 })];
    expect(told(reading(log, [phone], { own }))).toEqual(['phone receiving signed-in 37']);
  });

  it('a second before the device, without ports: nobody knows which is which', () => {
    const log = logOf([line(37), line(38)]);
    const seen = reading(log, [phone], { own: [ours(36.5)] });
    expect(seen.sights).toEqual([]);
    // two were seen, one is ours: so somebody else was there
    expect(seen.unclear).toHaveLength(1);
    expect(reading(logOf([line(37)]), [phone], { own: [ours(36.5)] })).toMatchObject({ sights: [], unclear: [] });
  });

  it('behind a router that gives them other ports are not taken for a device', () => {
    const log = logOf([line(37, { port: 61_000 })]);
    expect(reading(log, [phone], { own: [ours(36.5, { port: 50_001 })] })).toMatchObject({ sights: [], unclear: [] });
  });

  it('are not taken for a device where the server came to one that we had given up', () => {
    const given = ours(36.5, { outcome: null });
    expect(told(reading(logOf([line(80)]), [phone], { own: [given] }))).toEqual([]);
    expect(told(reading(logOf([line(80)]), [phone], { own: [ours(36.5)] }))).toHaveLength(1);
    expect(told(reading(logOf([line(200)]), [phone], { own: [given] }))).toHaveLength(1);
  });

  it('are not taken for a device after our clock was set', () => {
    const log = logOf([line(37)]);
    expect(told(reading(log, [phone], { own: [ours(337)] }))).toHaveLength(1);
    expect(told(reading(log, [phone], { own: [ours(337, { stepped: 300_000 })] }))).toEqual([]);
  });

  it('hide no sign-in of another protocol or with another outcome', () => {
    const own = [ours(36.5), ours(36.5, { protocol: 'smtp', outcome: 'refused' })];
    const log = logOf([line(37), line(37, { protocol: 'smtp' })]);
    expect(told(reading(log, [phone], { own }))).toEqual(['phone sending signed-in 37']);
    const unknown = ours(36.5, { protocol: null, outcome: null });
    expect(told(reading(logOf([line(37, { protocol: 'smtp' })]), [phone], { own: [unknown] }))).toEqual([]);
  });
});

describe('what a log leaves out', () => {
  it('only the latest of each source: what is there counts, and an own one in its place does not', () => {
    const more = { keeps: 'latest-of-each-source', refusals: false } as const;
    const seen = reading(logOf([line(200)], more), [phone], { own: [ours(100)] });
    expect(told(seen)).toEqual(['phone receiving signed-in 200']);
    expect(told(reading(logOf([line(100.5)], more), [phone], { own: [ours(100)] }))).toEqual([]);
  });

  it('refusals: nobody knocks, and nobody knows how many tries are left', () => {
    const seen = reading(logOf([line(38)], { refusals: false, lockAfter: 5 }), [phone]);
    expect(seen.knocking).toBeNull();
  });

  it('an address: it is a device all the same, a private one is the provider’s own webmail', () => {
    expect(told(reading(logOf([line(38, { address: null })]), [phone]))).toEqual(['phone receiving signed-in 38']);
    const inside = logOf([line(38, { address: '172.22.1.9' }), line(39, { address: '::1', outcome: 'refused' })]);
    const seen = reading(inside, [phone]);
    expect(seen).toMatchObject({ sights: [], unclear: [], knocking: { clients: [], tries: 1 } });
    expect(told(reading(inside, [phone], { near: true }))).toEqual(['phone receiving signed-in 38']);
    // its webmail runs beside it, wherever it stands
    expect(told(reading(inside, [phone], { near: true, onHost: true }))).toEqual(['phone receiving tried-old 39']);
  });
});

describe('who still knocks', () => {
  const no = (seconds: number, more: Partial<SignIn> = {}) => line(seconds, { outcome: 'refused', ...more });

  it('has as many tries left as the lock-out leaves after the last success, ours counted in', () => {
    const left = (entries: SignIn[], own = [ours(36.5, { outcome: 'refused' })]) =>
      reading(logOf(entries, { lockAfter: 5 }), [phone], { own }).knocking;
    expect(left([no(10), no(20), no(37)])).toMatchObject({ tries: 2, lastAt: at(20), triesLeft: 2 });
    expect(left([no(10), line(15, { protocol: null }), no(20), no(37)])).toMatchObject({ triesLeft: 3 });
    expect(left([no(10), line(15, { secret: 'app-password' }), no(20), no(37)])).toMatchObject({ triesLeft: 2 });
    expect(left([no(-50), no(-40), no(-30), no(-20), no(-10)])).toBeNull();
    expect(left([no(-30), no(-20), no(-10), no(1.5), no(10)])).toMatchObject({ triesLeft: 0 });
    // the lock may have ended since, and nobody knows how many of them came while it lasted
    expect(left([no(-50), no(-40), no(-30), no(-20), no(-10), no(10)])).toMatchObject({ triesLeft: null });
  });

  it('has nobody knows how many tries left, and no certain name, where the log may lack some', () => {
    const late = { lockAfter: 5, reachesBackTo: at(5) };
    const seen = reading(logOf([no(10), no(20)], late), [phone]);
    expect(seen).toMatchObject({ sights: [], knocking: { tries: 2, triesLeft: null } });
    const after = reading(logOf([no(10), line(15), no(20)], late), [phone]);
    expect(told(after)).toEqual(['phone receiving tried-old 20']);
    expect(after.knocking).toMatchObject({ tries: 1, triesLeft: 4 });
    expect(told(reading(logOf([no(20)], { ...late, lockAfter: null }), [phone]))).toHaveLength(1);
  });

  it('is nobody where it may have been ourselves', () => {
    const mine = [ours(36.5, { outcome: 'refused' })];
    expect(reading(logOf([no(37), no(38)]), [phone], { own: mine })).toMatchObject({ sights: [], knocking: null });
    expect(reading(logOf([no(37), no(38), no(80)]), [phone], { own: mine }).knocking).toMatchObject({ tries: 1 });
  });

  it('cannot be told once the mailbox is locked', () => {
    const log = logOf([no(10, { protocol: 'pop3' }), no(11, { protocol: 'pop3' }), no(20)], { lockAfter: 2 });
    const seen = reading(log, [phone, office]);
    expect(told(seen)).toEqual(['office receiving tried-old 11']);
    expect(seen.unclear).toMatchObject([{ clients: [idOf('phone')], outcome: 'refused' }]);
  });

  it('is forgotten once everyone that it may have been has signed in, and after a day', () => {
    expect(reading(logOf([no(10), line(20)]), [phone]).knocking).toBeNull();
    expect(reading(logOf([no(10), line(20), no(30)]), [phone]).knocking).toMatchObject({ tries: 1, lastAt: at(30) });
    const tomorrow = { from: at(90_000), to: at(90_000) };
    const log = logOf([no(10)], { serverNow: at(90_000) });
    expect(reading(log, [phone], { asked: tomorrow }).knocking).toBeNull();
  });

  it('may be none of the list', () => {
    expect(reading(logOf([no(10)]), [scanner]).knocking).toMatchObject({ clients: [], tries: 1 });
  });
});

describe('a hostile log', () => {
  it('of a thousand odd entries is read in no time and shows nothing', () => {
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, -1e300, 1e300, 8.64e15, at(5_000)];
    const entries = Array.from({ length: 3 * mostEntries }, (_, index) =>
      line(0, {
        at: odd[index % odd.length] ?? 0,
        client: `Thunderbird ${'('.repeat(100_000)}`,
        address: 'x'.repeat(9_999),
      }),
    );
    const began = performance.now();
    const own = Array.from({ length: 500 }, (_, index) => ours(index));
    expect(reading(logOf(entries), [phone, pc], { own })).toEqual({ sights: [], unclear: [], knocking: null });
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('with a clock from another world shows nothing but what its own times say', () => {
    const log = logOf([line(10)], { serverNow: 1e300 });
    expect(reading(log, [phone]).sights).toEqual([]);
  });
});
