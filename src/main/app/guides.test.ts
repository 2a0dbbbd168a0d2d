import { readdirSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { knownHosts } from '../../core/detect/known-hosts.ts';
import { knownMailboxes } from '../../core/detect/known-mailboxes.ts';
import { mailboxIdSchema } from '../../shared/ids.ts';
import { success } from '../../shared/result.ts';
import { en } from '../../shared/texts/en/index.ts';
import { guideHandlers } from '../ipc/handlers/guides.ts';
import { guideIds } from '../providers/by-hand/guides.ts';
import { byHandPage } from '../providers/by-hand/page.ts';
import type { App } from './app.ts';
import { guideForAddress, guideForMailbox, readGuides } from './guides.ts';
import { createSay } from './say.ts';

const guides = readGuides();
const services = [...knownMailboxes, ...knownHosts];

describe('the guides to the real pages', () => {
  it('are one file each, and all of them are offered', () => {
    const files = readdirSync(new URL('../../../resources/by-hand/', import.meta.url));
    expect(files.toSorted()).toEqual(guideIds.map((id) => `${id}.json`).toSorted());
    expect(guides.map(({ id }) => id)).toEqual(guideIds);
  });

  it.each(guides)('$id has a sentence for every step, and no more', ({ id, steps, note }) => {
    const words = new Map(Object.entries(en.byHandGuide)).get(id) ?? {};
    const numbers = Array.from({ length: steps }, (_, index) => String(index + 1));
    const found = Object.keys(words).filter((key) => key !== 'about');
    expect(found.toSorted()).toEqual([...numbers, ...(note ? ['note'] : [])].toSorted());
    for (const text of Object.entries(words)) if (text[0] !== 'about') expect(text[1]).toMatch(/^[A-Z].*[.]$/);
  });

  it.each(guides)('$id says where it is known from, and leads to a page that may be opened', (guide) => {
    expect(guide.checked.sources.length > 0).toBe(guide.checked.how === 'documentation');
    if (guide.page !== null) expect(byHandPage({ page: guide.page }, 'anna@firm.example').ok).toBe(true);
    expect(guide.page !== null).toBe(guide.group === 'service');
  });

  it.each(guides.flatMap((guide) => guide.services.map((service) => ({ guide, service }))))(
    '$guide.id leads to the same page as the search for $service',
    ({ guide, service }) => {
      const known = services.find(({ id }) => id === service);
      expect(known?.domains.length).toBeGreaterThan(0);
      if (known?.page) expect(guide.page).toBe(known.page);
    },
  );

  it('are known from the domain of an address, whole and in any case', () => {
    expect(guideForAddress(guides, 'anna@GMX.de')?.id).toBe('gmx-net');
    expect(guideForAddress(guides, 'anna@gmx.de.firm.example')).toBeNull();
    expect(guideForAddress(guides, 'anna')).toBeNull();
  });

  it('are chosen by a person first, then by the kind of the mailbox, then by its address', () => {
    const of = (kind: 'ordinary' | 'administered', settings: Record<string, string>, id = 'by-hand') =>
      guideForMailbox(guides, { address: 'anna@web.de', kind, provider: { id, settings } })?.id ?? null;
    expect(of('administered', { guide: 'webmail' })).toBe('webmail');
    expect(of('administered', {})).toBe('administrator');
    expect(of('ordinary', {})).toBe('web-de');
    expect(of('ordinary', { guide: 'a-former-one' })).toBe('web-de');
    expect(of('ordinary', {}, 'ldap')).toBeNull();
  });
});

describe('the calls', () => {
  const mailbox = mailboxIdSchema.parse('abcdefgh12345678');
  const copyText = vi.fn(() => Promise.resolve());
  const record = { address: 'anna@firm.example', kind: 'administered', provider: { id: 'by-hand', settings: {} } };
  const records = { load: () => Promise.resolve(success(record)) };
  const spaces = { active: () => ({ workspace: { world: { records } } }) };
  const calls = guideHandlers({ spaces, native: { copyText }, say: createSay() } as unknown as App);
  const context = { contents: 1 };

  it('list the guides with the likeliest', async () => {
    expect(await calls['guides.list']({ address: 'anna@posteo.net' }, context)).toEqual(
      success({ guides, likely: 'posteo' }),
    );
  });

  it('copy a message that names the mailbox and asks for no password by mail', async () => {
    expect(await calls['guides.forMailbox']({ mailbox }, context)).toMatchObject({
      value: { guide: { group: 'administrator' } },
    });
    await calls['guides.copyMessage']({ mailbox }, context);
    expect(copyText).toHaveBeenCalledExactlyOnceWith(
      expect.stringMatching(/mailbox anna@firm\.example\.[^{]*do not send me the new password by mail[^{]*Thank you!$/),
    );
  });
});
