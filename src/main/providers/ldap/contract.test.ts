import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ldapWire, testProvider } from '../../../../test/kits/provider-kit.ts';
import {
  type Answer,
  answer as answerTo,
  type DirectoryScript,
  type Reply,
  type ScriptedDirectory,
  startScriptedDirectory,
} from '../../../../test/kits/scripted-directory.ts';
import type { ProviderAccess } from '../../../core/ports.ts';
import { Secret } from '../../../core/secret.ts';
import type { Authority } from '../../../shared/model.ts';
import { issueCertificate, type KeyedCertificate, makeAuthority } from '../../practice/certificates.ts';
import { createLdapProvider } from './adapter.ts';

// The same contract is kept on a real slapd in test/integration/ldap.test.ts; this directory is scripted.

const host = '127.0.0.1';
const userDn = 'uid=anna,dc=test';
const adminDn = 'cn=admin,dc=test';
const adminPassword = 'Admin-Umber-Wicket-70';

function accessTo(port: number, more: Partial<ProviderAccess> & { settings?: Record<string, string> } = {}) {
  return {
    address: 'anna@example.test',
    user: 'anna@example.test',
    authorities: [],
    current: new Secret('First-Mauve-Kettle-41'),
    credential: new Secret(adminPassword),
    signal: new AbortController().signal,
    ...more,
    settings: {
      host,
      port: String(port),
      security: 'tls',
      mode: 'self',
      userDn: 'uid={local},dc=test',
      adminDn,
      ...more.settings,
    },
  };
}

testProvider({
  name: 'LDAP Password Modify, scripted',
  create: (limits) => createLdapProvider(limits),
  changeMark: '1.3.6.1.4.1.4203.1.11.1',
  wire: ldapWire,
  fixture: new URL('./fixture.json', import.meta.url),
  refusals: { policy: ['provider.too-simple'], locked: ['provider.locked'], 'too-soon': ['provider.too-soon'] },
  stranger: ['provider.no-such-mailbox'],
  start: async () => {
    let password = '';
    let provoked: { bind?: Answer; modify?: Answer } = {};
    let target = userDn;
    const keyed = await issueCertificate(await makeAuthority('Fake'), { addresses: [host] });
    const directory = await startScriptedDirectory('tls', keyed, {
      bind: (dn, given) => {
        if (dn === adminDn) return { result: given === adminPassword ? 0 : 49 };
        if (dn !== userDn || given !== password) return { result: 49, text: `not ${given}` };
        return provoked.bind ?? { result: 0 };
      },
      modify: (next) => {
        if (target !== userDn) return { result: 32 };
        if (provoked.modify !== undefined) return { ...provoked.modify, text: `${next} is refused` };
        password = next;
        return { result: 0 };
      },
      search: (base) => {
        if (base === '') return [{ dn: '', attributes: { namingContexts: 'dc=test' } }];
        const policy = { pwdMinLength: '9', pwdCheckQuality: '2', pwdMaxLength: '72' };
        return [{ dn: base, attributes: { pwdPolicySubentry: 'cn=policy,dc=test', ...policy } }];
      },
    });
    return {
      host,
      port: directory.port,
      access: (door, given) => {
        target = given.stranger === true ? 'uid=nobody,dc=test' : userDn;
        return accessTo(door.port, {
          address: given.stranger === true ? 'nobody@example.test' : 'anna@example.test',
          authorities: door.authorities,
          current: given.current,
          credential: new Secret(given.wrongCredential === true ? 'wrong' : adminPassword),
          signal: given.signal,
          settings: { mode: given.mode },
        });
      },
      holds: (text) => Promise.resolve(password === text),
      reset: (text) => {
        password = text;
        provoked = {};
        return Promise.resolve();
      },
      provoke: (refusal) => {
        if (refusal === 'locked') provoked = { bind: { result: 49, policy: { error: 1 } } };
        else provoked = { modify: { result: 19, policy: { error: refusal === 'policy' ? 5 : 7 } } };
        return Promise.resolve(new Secret('Another-Plum-Signal-52'));
      },
      stop: () => directory.stop(),
    };
  },
});

describe('LDAP answers that a real directory seldom gives', () => {
  let keyed: KeyedCertificate;
  let authorities: readonly Authority[];
  let directory: ScriptedDirectory | null = null;
  beforeAll(async () => {
    const authority = await makeAuthority('Scripted');
    keyed = await issueCertificate(authority, { addresses: [host] });
    const fingerprint = Array.from({ length: 32 }, () => '00').join(':');
    authorities = [{ host, pem: authority.certificate, fingerprint, subject: 'Scripted' }];
  });
  afterEach(async () => {
    await directory?.stop();
    directory = null;
  });

  const provider = createLdapProvider({ connect: 2_000, answer: 400 });
  const next = new Secret('Second-Ochre-Anvil-87');
  const ok: Answer = { result: 0 };
  const start = async (script: Partial<DirectoryScript>, security: 'tls' | 'starttls' = 'tls') => {
    directory = await startScriptedDirectory(security, keyed, { bind: () => ok, modify: () => ok, ...script });
    return { directory, access: accessTo(directory.port, { authorities, settings: { security } }) };
  };
  const change = async (script: Partial<DirectoryScript>) => {
    const { access } = await start(script);
    return await provider.changePassword(access, next);
  };

  it.each([
    [8, undefined, 'provider.needs-encryption'],
    [10, undefined, 'provider.not-allowed'],
    [13, undefined, 'provider.needs-encryption'],
    [19, undefined, 'provider.policy'],
    [19, 3, 'provider.not-allowed'],
    [19, 4, 'provider.not-allowed'],
    [19, 5, 'provider.too-simple'],
    [19, 6, 'provider.too-short'],
    [19, 7, 'provider.too-soon'],
    [19, 8, 'provider.used-before'],
    [19, 9, 'provider.too-long'],
    [19, 42, 'provider.policy'],
    [32, undefined, 'provider.no-such-mailbox'],
    [49, undefined, 'provider.wrong-current'],
    [50, undefined, 'provider.not-allowed'],
    [50, 2, 'provider.must-change'],
    [51, undefined, 'provider.busy'],
    [52, undefined, 'provider.busy'],
    [53, undefined, 'provider.not-allowed'],
  ])('Password Modify answered %i, policy %s: refused as %s', async (result, error, code) => {
    const answer = { result, ...(error === undefined ? {} : { policy: { error } }) };
    expect(await change({ modify: () => answer })).toMatchObject({ kind: 'refused', code });
  });

  it('knows a wrong old password by its words', async () => {
    const answer = { result: 53, text: 'unwilling to verify old password' };
    expect(await change({ modify: () => answer })).toMatchObject({ code: 'provider.wrong-current' });
  });

  it.each<[string, Reply]>([
    ['other (80)', { result: 80 }],
    ['operations error (1)', { result: 1 }],
    ['an unknown code', { result: 4_096 }],
    ['the answer to another request', { result: 0, id: 99 }],
    ['a notice of disconnection', { result: 52, id: 0 }],
    ['a message that is cut short inside', Buffer.from([0x30, 0x05, 0x02, 0x01, 0x03, 0x78, 0x20])],
    ['an absurd length', Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff])],
    ['an indefinite length', Buffer.from([0x30, 0x80])],
  ])('does not know after Password Modify answered with %s', async (_, reply) => {
    expect(await change({ modify: () => reply })).toMatchObject({ kind: 'unknown', code: 'provider.odd-answer' });
  });

  it.each<[string, Reply]>([
    ['closing', 'close'],
    ['another request', { result: 0, id: 99 }],
    ['no LDAP', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['a code that says nothing', { result: 80 }],
  ])('knows that nothing was sent when the sign-in is answered with %s', async (_, reply) => {
    expect(await change({ bind: () => reply })).toMatchObject({ kind: 'refused', code: 'provider.unreachable' });
    expect(directory?.modifies()).toBe(0);
  });

  it('takes no answer that was there before the change was asked for', async () => {
    const early = Buffer.concat([answerTo(2, 0x61, { result: 0 }), answerTo(3, 0x78, { result: 0 })]);
    expect(await change({ bind: () => early })).toMatchObject({ kind: 'refused', code: 'provider.unreachable' });
    expect(directory?.modifies()).toBe(0);
  });

  it('hides both passwords when the server echoes them', async () => {
    const answer = await change({
      modify: (echo) => ({ result: 19, text: `${echo} ${Buffer.from(echo).toString('base64')} First-Mauve-Kettle-41` }),
    });
    expect(answer).toMatchObject({ technical: expect.stringMatching(/\[hidden\] \[hidden\] \[hidden\]$/) });
  });

  it('warns when the password expires soon', async () => {
    const { access } = await start({ bind: () => ({ result: 0, policy: { expiresIn: 86_400 } }) });
    expect(await provider.check(access)).toMatchObject({
      kind: 'ready',
      warnings: [{ code: 'provider.must-change', technical: expect.stringContaining('86400') }],
    });
  });

  it('says that the password has expired where no sign-in is left at all', async () => {
    const { access } = await start({ bind: () => ({ result: 49, policy: { error: 0 } }) });
    expect(await provider.check(access)).toMatchObject({ failure: { code: 'provider.expired' } });
    expect(await provider.changePassword(access, next)).toMatchObject({ kind: 'refused', code: 'provider.expired' });
    expect(directory?.binds()).toBe(2);
  });

  it('is not ready when the last grace sign-in is gone', async () => {
    const { access } = await start({ bind: () => ({ result: 0, policy: { graceLeft: 0 } }) });
    expect(await provider.check(access)).toMatchObject({ failure: { code: 'provider.expired' } });
    expect(directory?.binds()).toBe(1);
  });

  it('leaves the rules open where there are two policies and none is named', async () => {
    const { access } = await start({
      search: (base) => {
        if (base === '') return [{ dn: '', attributes: { namingContexts: 'dc=test' } }];
        if (base === userDn) return [{ dn: base, attributes: {} }];
        return ['a', 'b'].map((name) => ({ dn: `cn=${name},${base}`, attributes: { pwdMinLength: '8' } }));
      },
    });
    expect(await provider.check(access)).toMatchObject({ kind: 'ready', rules: null });
  });

  it.each([
    ['is refused', { result: 2 }],
    ['is followed by bytes in the clear', { result: 0, afterwards: Buffer.from([0x30, 0x0c]) }],
  ])('goes no further when StartTLS %s', async (_, startTls) => {
    const { access } = await start({ startTls }, 'starttls');
    expect(await provider.changePassword(access, next)).toMatchObject({
      kind: 'refused',
      code: 'provider.needs-encryption',
    });
    expect(directory?.binds()).toBe(0);
  });

  it('says nothing but StartTLS in the clear', async () => {
    const { access } = await start({}, 'starttls');
    expect(await provider.changePassword(access, next)).toEqual({ kind: 'accepted' });
    const clear = directory?.clear() ?? Buffer.alloc(0);
    expect(clear.includes('1.3.6.1.4.1.1466.20037')).toBe(true);
    expect(clear.length).toBeLessThan(40);
  });

  it('never signs in with an empty name or password, which would succeed as nobody', async () => {
    const { access } = await start({});
    const empty = { ...access, current: new Secret('') };
    expect(await provider.check(empty)).toMatchObject({ failure: { code: 'provider.settings-incomplete' } });
    const noAdmin = { ...access, settings: { ...access.settings, mode: 'admin', adminDn: '' } };
    expect(await provider.check(noAdmin)).toMatchObject({ failure: { code: 'provider.settings-incomplete' } });
    expect(directory?.binds()).toBe(0);
  });
});
