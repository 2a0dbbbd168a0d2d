import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { registrable } from '../../main/detect/registrable.ts';
import { mayLearnAddress, pageOfMx, planSearch } from './plan.ts';
import { ownerOf } from './sighting.ts';

function planFor(address: string) {
  const owner = ownerOf(address);
  if (owner === null) throw new Error(`no address: ${address}`);
  return { owner, plan: planSearch(owner, registrable) };
}

const hostsAsked = (address: string): string[] => {
  const { plan } = planFor(address);
  return [
    ...plan.pages.map(({ url }) => new URL(url).hostname),
    ...plan.srv.map(({ name }) => name.replace(/^_\w+\._tcp\./, '')),
    ...plan.guesses.map(({ host }) => host),
  ];
};

describe('what is looked up for an address', () => {
  it('are the pages, services and usual names of its domain', () => {
    const { plan } = planFor('anna@example.com');
    expect(plan.pages.map(({ url }) => url)).toEqual([
      'https://autoconfig.example.com/mail/config-v1.1.xml?emailaddress=anna%40example.com',
      'https://autodiscover.example.com/autodiscover/autodiscover.xml',
      'https://example.com/.well-known/autoconfig/mail/config-v1.1.xml',
      'https://example.com/autodiscover/autodiscover.xml',
      'https://example.com/.well-known/change-password',
    ]);
    expect(plan.srv.map(({ name }) => name)).toContain('_submissions._tcp.example.com');
    expect(plan.guesses.map(({ host }) => host)).toEqual(
      ['imap', 'mail', 'smtp', 'pop'].map((name) => `${name}.example.com`),
    );
  });

  it.each([
    ['anna@a.b.example.co.uk', 'example.co.uk'],
    ['anna@mail.example.com', 'example.com'],
    ['anna@shop.name.github.io', 'name.github.io'],
    ['anna@example.test', 'example.test'],
  ])('for %s is never above %s', (address, top) => {
    const asked = hostsAsked(address);
    expect(asked.filter((host) => host !== top && !host.endsWith(`.${top}`))).toEqual([]);
    expect(asked).toContain(top);
  });

  it.each(['anna@co.uk', 'anna@github.io'])('for %s are no names that belong to others', (address) => {
    const domain = address.split('@')[1];
    expect([...new Set(hostsAsked(address))]).toEqual([domain]);
  });

  it('tells the address only to its own domain, and the local part to nobody else in any form', () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,10}$/);
    const local = fc.stringMatching(/^qz[A-Za-z0-9ä&+'=]{4,20}zq$/);
    const domain = fc
      .tuple(word, word, fc.constantFrom('com', 'co.uk', 'example', 'github.io'))
      .map((of) => of.join('.'));
    let carried = 0;
    fc.assert(
      fc.property(local, domain, (name, at) => {
        const { owner, plan } = planFor(`${name}@${at}`);
        for (const page of plan.pages) {
          const said = decodeURIComponent(page.url) + (page.body?.address ?? '');
          const tells = said.includes(owner.local);
          expect(page.carriesAddress).toBe(tells);
          if (tells) expect(mayLearnAddress(new URL(page.url).hostname, owner)).toBe(true);
          carried += Number(tells);
        }
        for (const { name: service } of plan.srv) expect(service).not.toContain(owner.local);
        for (const { host } of plan.guesses) expect(host).not.toContain(owner.local);
      }),
      { numRuns: 300 },
    );
    expect(carried).toBeGreaterThan(300);
  });

  it('asks whoever takes the mail without the address', () => {
    expect(pageOfMx('host.example')).toMatchObject({ carriesAddress: false, body: null });
    expect(pageOfMx('host.example').url).toBe('https://autoconfig.host.example/mail/config-v1.1.xml');
  });

  it('knows whose names may learn the address', () => {
    const { owner } = planFor('anna@sub.example.com');
    const may = ['sub.example.com', 'autoconfig.sub.example.com'];
    const mayNot = ['example.com', 'autoconfig.example.com', 'xsub.example.com', 'sub.example.com.evil.test'];
    expect([...may, ...mayNot].filter((host) => mayLearnAddress(host, owner))).toEqual(may);
  });
});
