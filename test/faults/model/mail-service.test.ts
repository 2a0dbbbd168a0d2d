import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/core/secret.ts';
import type { Endpoint } from '../../../src/shared/model.ts';
import { createSimulatedClock } from './clock.ts';
import { knownLimits } from './defences.ts';
import { here, MailService, type ServicePlan } from './mail-service.ts';

const minute = 60_000;
const imap: Endpoint = { protocol: 'imap', host: 'mail.example.test', port: 993, security: 'tls' };
const smtp: Endpoint = { protocol: 'smtp', host: 'mail.example.test', port: 465, security: 'tls' };

function serviceWith(plan: Partial<ServicePlan> = {}): MailService {
  const base = { mode: 'self', truth: 'applied', answer: 'accepted', password: 'old' } as const;
  return new MailService({ ...base, ...plan }, createSimulatedClock());
}

describe('what a mail server remembers', () => {
  it('keeps a new password wrong that was tried too early, until its time is over', () => {
    const service = serviceWith({ negativeCache: 5 * minute, positiveCache: 60 * minute });
    expect(service.signIn(imap, 'new')).toBe('mail.wrong-password');
    service.changeOnPage('new');
    expect(service.signIn(imap, 'new')).toBe('mail.wrong-password');
    service.clock.advance(5 * minute);
    expect(service.signIn(imap, 'new')).toBeNull();
  });

  it('forgets that refusal when the old password signs in, which it still does', () => {
    const service = serviceWith({ negativeCache: 60 * minute, positiveCache: 60 * minute });
    service.signIn(imap, 'new');
    service.changeOnPage('new');
    expect(service.signIn(imap, 'old')).toBeNull();
    expect(service.signIn(imap, 'new')).toBeNull();
    expect(service.signIn(imap, 'old')).toBe('mail.wrong-password');
  });

  it('keeps the old password working until its time is over', () => {
    const service = serviceWith({ positiveCache: 5 * minute });
    expect(service.signIn(imap, 'old')).toBeNull();
    service.changeOnPage('new');
    expect(service.signIn(imap, 'old')).toBeNull();
    service.clock.advance(5 * minute);
    expect(service.signIn(imap, 'old')).toBe('mail.wrong-password');
  });

  it('remembers for each protocol by itself where it is so', () => {
    const together = serviceWith({ negativeCache: 60 * minute });
    const apart = serviceWith({ negativeCache: 60 * minute, cachePerProtocol: true });
    for (const service of [together, apart]) {
      service.signIn(imap, 'new');
      service.changeOnPage('new');
    }
    expect(together.signIn(smtp, 'new')).toBe('mail.wrong-password');
    expect(apart.signIn(smtp, 'new')).toBeNull();
  });
});

describe('a change', () => {
  it('reaches the mail server late, and a slow back end later still', () => {
    const service = serviceWith({ truth: { late: minute }, lag: { smtp: minute } });
    service.changeOnPage('new');
    expect(service.signIn(imap, 'old')).toBeNull();
    service.clock.advance(minute);
    expect(service.signIn(imap, 'new')).toBeNull();
    expect(service.signIn(smtp, 'new')).toBe('mail.wrong-password');
    service.clock.advance(minute);
    expect(service.signIn(smtp, 'new')).toBeNull();
  });

  it('never reaches it where the panel is not its source', async () => {
    const service = serviceWith({ truth: 'not-applied' });
    const signal = new AbortController().signal;
    const access = { address: '', user: '', settings: {}, authorities: [], credential: null, signal };
    const ask = (current: string) =>
      service.provider.changePassword({ ...access, current: new Secret(current) }, new Secret('new'));
    expect(await ask('old')).toEqual({ kind: 'accepted' });
    expect(service.truth.panel).toBe('new');
    expect(service.signIn(imap, 'new')).toBe('mail.wrong-password');
    // the panel knows only the new one now
    expect(await ask('old')).toMatchObject({ kind: 'refused', code: 'provider.wrong-current' });
  });
});

describe('a service that defends itself', () => {
  it('locks the account after so many refusals, also for the right password, and opens it again', () => {
    const limit = { after: 3, within: 10 * minute, lasts: 30 * minute, says: 'mail.account-locked' } as const;
    const service = serviceWith({ lockOut: limit });
    for (let times = 0; times < 3; times += 1) service.signIn(imap, 'wrong');
    expect(service.signIn(imap, 'old')).toBe('mail.account-locked');
    service.clock.advance(30 * minute);
    expect(service.signIn(imap, 'old')).toBeNull();
  });

  it('bans an address and no other', async () => {
    const service = serviceWith({ ban: knownLimits.fail2ban });
    for (let times = 0; times < 5; times += 1) service.signIn(imap, 'wrong');
    expect(service.bans.shut).toMatchObject([{ key: here }]);
    const options = { authorities: [], signal: new AbortController().signal, onStage: () => undefined, read: false };
    expect(await service.probe.open(imap, options)).toMatchObject({ open: false });
    expect(service.signIn(imap, 'old', '198.51.100.7')).toBeNull();
    service.clock.advance(10 * minute);
    expect(await service.probe.open(imap, options)).toMatchObject({ open: true });
  });
});
