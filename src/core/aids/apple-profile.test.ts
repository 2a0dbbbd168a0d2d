import { SaxesParser } from 'saxes';
import { expect, it } from 'vitest';
import { address, client } from './aids.test-kit.ts';
import { appleProfile } from './apple-profile.ts';
import { propertyList } from './property-list.ts';

interface Element {
  readonly name: string;
  text: string;
  readonly kids: Element[];
}

/** Reads a property list as strictly as XML asks for; anything else than what Apple's DTD has is an error. */
function readPropertyList(xml: string): unknown {
  const top: Element = { name: '', text: '', kids: [] };
  const open = [top];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => {
    const element: Element = { name, text: '', kids: [] };
    open.at(-1)?.kids.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const last = open.at(-1);
    if (last) last.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  const [plist, ...more] = top.kids;
  if (plist?.name !== 'plist' || more.length > 0 || plist.kids.length !== 1) throw new Error('not one property list');
  return valueOfElement(plist.kids[0]);
}

function valueOfElement(element: Element | undefined): unknown {
  switch (element?.name) {
    case 'string':
      return element.text;
    case 'integer':
      if (!/^\d+$/.test(element.text)) throw new Error(element.text);
      return Number(element.text);
    case 'true':
    case 'false':
      return element.name === 'true';
    case 'array':
      return element.kids.map(valueOfElement);
    case 'dict': {
      const pairs: [string, unknown][] = [];
      for (let at = 0; at < element.kids.length; at += 2) {
        if (element.kids[at]?.name !== 'key') throw new Error('a value without a key');
        pairs.push([element.kids[at]?.text ?? '', valueOfElement(element.kids[at + 1])]);
      }
      return Object.fromEntries(pairs);
    }
    default:
      throw new Error(`no <${element?.name}>`);
  }
}

let made = 0;
function profile(more: Partial<Parameters<typeof appleProfile>[0]> = {}): string {
  const uuid = (): string => {
    made += 1;
    return `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`;
  };
  const t = (key: string, values: Readonly<Record<string, string | number>> = {}) =>
    `${key} ${Object.values(values).join(' ')}`.trim();
  const given = { address, client, profileId: 'profile000000001', uuid, t, ...more };
  const answer = appleProfile(given);
  if (!answer.ok) throw new Error(answer.failure);
  return answer.value;
}

it('has every key that Apple’s schema requires, and neither password', () => {
  const xml = profile();
  const read = readPropertyList(xml);
  expect(read).toEqual({
    PayloadType: 'Configuration',
    PayloadVersion: 1,
    PayloadIdentifier: 'keyround.mailbox.profile000000001',
    PayloadUUID: expect.stringMatching(/^[0-9A-F-]{36}$/),
    PayloadDisplayName: 'native.profile.name anna@example.test',
    PayloadDescription: 'native.profile.about',
    PayloadContent: [
      {
        PayloadType: 'com.apple.mail.managed',
        PayloadVersion: 1,
        PayloadIdentifier: 'keyround.mailbox.profile000000001.mail',
        PayloadUUID: expect.stringMatching(/^[0-9A-F-]{36}$/),
        PayloadDisplayName: address,
        EmailAccountType: 'EmailTypeIMAP',
        EmailAccountDescription: address,
        EmailAddress: address,
        IncomingMailServerAuthentication: 'EmailAuthPassword',
        IncomingMailServerHostName: 'imap.example.test',
        IncomingMailServerPortNumber: 993,
        IncomingMailServerUseSSL: true,
        IncomingMailServerUsername: address,
        OutgoingMailServerAuthentication: 'EmailAuthPassword',
        OutgoingMailServerHostName: 'smtp.example.test',
        OutgoingMailServerPortNumber: 587,
        OutgoingMailServerUseSSL: true,
        OutgoingMailServerUsername: address,
        OutgoingPasswordSameAsIncomingPassword: true,
      },
    ],
  });
  expect(xml).toContain('<integer>993</integer>');
  expect(xml).not.toMatch(/<key>(Incoming|Outgoing)Password</);
});

it('has a UUID of its own for each part and each profile', () => {
  const uuids = [profile(), profile()].flatMap((xml) => [
    ...xml.matchAll(/[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}/g),
  ]);
  expect(new Set(uuids.map(([uuid]) => uuid)).size).toBe(4);
});

it('tells POP3, and is not made without both sides', () => {
  const receiving = { protocol: 'pop3', host: 'pop.example.test', port: 995, security: 'tls' } as const;
  expect(profile({ client: { ...client, receiving } })).toContain('<string>EmailTypePOP</string>');
  expect(() => profile({ client: { ...client, receiving: null } })).toThrow('one-side');
  expect(() => profile({ client: { ...client, sending: null } })).toThrow('one-side');
});

it.each([
  '"quoted" & \'both\'',
  '</string><key>IncomingPassword</key><string>x',
  '<![CDATA[ ]]> -->',
  '&lt;&amp;lt;',
  'jürgen@bücher.example',
  'мир 中文 😀',
  '<?xml?><!DOCTYPE x [<!ENTITY e "x">]>&e;',
])('keeps %j as it is, and nothing else comes of it', (user) => {
  const read = readPropertyList(profile({ client: { ...client, user } }));
  expect(read).toMatchObject({
    PayloadContent: [{ IncomingMailServerUsername: user, OutgoingMailServerUsername: user }],
  });
  expect(Object.keys(Object(readPropertyList(profile({ address: user }))))).toHaveLength(7);
});

it('leaves out what no XML may hold', () => {
  expect(readPropertyList(propertyList({ a: 'x\u0000\u000b\ufffe\ud800y\tz' }))).toEqual({ a: 'xy\tz' });
});
