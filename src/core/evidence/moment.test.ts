import { describe, expect, it } from 'vitest';
import { at, device, line, logOf, ours, reading, told } from './evidence.test-kit.ts';

const phone = device('phone', { kind: 'iphone' });
const pc = device('pc', { kind: 'thunderbird' });
const office = device('office', { receiving: 'pop3' });

describe('the moment of the change', () => {
  it.each([
    ['before it', -30, []],
    ['exactly at it', 0, []],
    ['within the second that a log is written to', 1, []],
    ['after it', 2, ['phone receiving signed-in 2']],
  ])('a sign-in %s', (_when, seconds, shown) => {
    expect(told(reading(logOf([line(seconds)]), [phone]))).toEqual(shown);
    const refused = reading(logOf([line(seconds, { outcome: 'refused' })]), [phone]);
    expect(refused.sights.length).toBe(shown.length);
    expect(refused.knocking === null).toBe(shown.length === 0);
  });

  it.each([-600, 600])('is found with a server clock that is %i s off', (off) => {
    const entries = [line(-20 + off), line(20 + off)];
    const log = logOf(entries, { serverNow: at(1_000 + off) });
    expect(told(reading(log, [phone]))).toEqual(['phone receiving signed-in 20']);
    const ownOff = reading(log, [phone], { own: [ours(20)] });
    expect(told(ownOff)).toEqual([]);
  });

  it('is nothing that a slow answer makes certain', () => {
    const asked = { from: at(980), to: at(1_020) };
    expect(told(reading(logOf([line(20)]), [phone], { asked }))).toEqual([]);
    expect(told(reading(logOf([line(22)]), [phone], { asked }))).toEqual(['phone receiving signed-in 22']);
  });

  it('is nothing that an older clock of the server tells for sure', () => {
    const log = logOf([line(50), line(200)], { timesSureFrom: at(100) });
    expect(told(reading(log, [phone]))).toEqual(['phone receiving signed-in 200']);
    expect(told(reading(logOf([line(50)], { timesSureFrom: at(100) }), [phone]))).toEqual([]);
  });

  it('is five minutes wide where the server does not tell its time', () => {
    const log = logOf([line(299), line(303)], { serverNow: null });
    expect(told(reading(log, [phone]))).toEqual(['phone receiving signed-in 303']);
    expect(told(reading(logOf([line(299)], { serverNow: null }), [phone]))).toEqual([]);
  });

  it('is later by what our clock was put forward since, for the list as well', () => {
    const setForward = 300_000;
    const log = logOf([line(299), line(303)]);
    expect(told(reading(log, [phone], { setForward }))).toEqual(['phone receiving signed-in 303']);
    const gone = device('phone', { goneSince: at(10) });
    expect(told(reading(logOf([line(308)]), [gone, pc], { setForward }))).toEqual([]);
    const edited = device('phone', { editedAt: at(10) });
    expect(told(reading(logOf([line(308)]), [edited], { setForward }))).toEqual([]);
  });

  it('is later for a device whose settings were edited since', () => {
    const edited = device('phone', { editedAt: at(100) });
    const log = logOf([line(50), line(200, { protocol: 'smtp' })]);
    expect(told(reading(log, [edited]))).toEqual(['phone sending signed-in 200']);
    // it may have used POP3 then
    const pop3 = logOf([line(50, { protocol: 'pop3' })]);
    expect(reading(pop3, [edited, office])).toMatchObject({ sights: [], unclear: [{ protocol: 'pop3' }] });
  });
});
