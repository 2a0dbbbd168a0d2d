import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { invokingAccount } from '../../scripts/set-up/account.mjs';
import { headersPrefix } from '../../scripts/set-up/keytar.mjs';
import { sameModules } from '../../scripts/set-up/node-modules.mjs';
import { packageLists, setUpPackages, type World } from '../../scripts/set-up/packages.mjs';
import { withoutStartingServices } from '../../scripts/set-up/policy-guard.mjs';
import type { Outcome } from '../../scripts/set-up/run.mjs';
import { isElectronFile } from '../../scripts/set-up/stand-in.mjs';
import { environmentOf } from '../../scripts/set-up/start-app.mjs';
import { wrapperScript } from '../../scripts/set-up/wrapper.mjs';

interface Trace {
  readonly commands: string[][];
  readonly said: string[];
  readonly asked: string[];
  readonly events: string[];
}

/** A computer where only `installed` is there; `apt` answers for each apt-get call in turn, the last one for good. */
function computer(installed: readonly string[], overrides: Partial<World> = {}, apt: readonly number[] = [0]) {
  const trace: Trace = { commands: [], said: [], asked: [], events: [] };
  const codes = [...apt];
  const answer = (command: string, args: readonly string[]): Outcome => {
    if (command === 'dpkg-query') {
      const known = args.filter((name) => installed.includes(name)).map((name) => `${name} installed`);
      return { code: 1, output: [...known, 'left-over config-files', 'dpkg-query: no packages found'].join('\n') };
    }
    trace.events.push(`${command} ${args[0]}`);
    return {
      code: args[0] === 'update' ? 0 : ((codes.length > 1 ? codes.shift() : codes[0]) ?? 0),
      output: 'apt said',
    };
  };
  const world: World = {
    run: (command, args) => {
      trace.commands.push([command, ...args]);
      return Promise.resolve(answer(command, args));
    },
    isRoot: true,
    canAnswer: false,
    ask: (question) => {
      trace.asked.push(question);
      return Promise.resolve('');
    },
    say: (line) => trace.said.push(line),
    guard: async (work) => {
      trace.events.push('guard on');
      const result = await work();
      trace.events.push('guard off');
      return result;
    },
    ...overrides,
  };
  return { world, trace };
}

const apt = (trace: Trace) => trace.commands.filter(([command]) => command === 'apt-get');

describe('Debian packages', () => {
  it('are left alone where all are installed', async () => {
    const { world, trace } = computer(['xvfb', 'libcups2t64']);
    await setUpPackages({ required: ['xvfb', 'libcups2'] }, world);
    expect(apt(trace)).toEqual([]);
    expect(trace.said).toEqual([]);
  });

  it('are installed by root without removing anything, without recommendations, behind the guard', async () => {
    const { world, trace } = computer(['xvfb', 'left-over']);
    await setUpPackages({ required: ['xvfb', 'slapd', 'left-over'] }, world);
    expect(trace.events).toEqual(['guard on', 'apt-get install', 'guard off']);
    const [call = []] = apt(trace);
    expect(call).toEqual(expect.arrayContaining(['--no-remove', '--no-install-recommends', '-y', 'slapd']));
    expect(call).not.toContain('xvfb');
    expect(trace.asked).toEqual([]);
  });

  it('are looked up anew only where the first try fails', async () => {
    const { world, trace } = computer([], {}, [100, 0]);
    await setUpPackages({ required: ['slapd'] }, world);
    expect(trace.events).toEqual(['guard on', 'apt-get install', 'apt-get update', 'apt-get install', 'guard off']);
  });

  it('bring no password server that listens from the next start on', async () => {
    const { world, trace } = computer([]);
    await setUpPackages({ required: ['slapd', 'poppassd'] }, world);
    expect(trace.commands).toContainEqual(['update-inetd', '--disable', 'poppassd']);
    expect(trace.events.at(-1)).toBe('guard off');
  });

  it('that cannot be installed stop the set-up with what apt said', async () => {
    const { world } = computer([], {}, [100]);
    await expect(setUpPackages({ required: ['slapd'] }, world)).rejects.toThrow(/slapd[\s\S]*apt said/);
  });

  it.each(['remove', 'purge', 'autoremove', '--allow-remove-essential', '--force-yes', 'upgrade', 'dist-upgrade'])(
    'are never handled with %s',
    async (word) => {
      const { world, trace } = computer([], {}, [100, 0]);
      await setUpPackages({ required: Object.values(packageLists).flat() }, world);
      expect(trace.commands.flat()).not.toContain(word);
    },
  );

  it('are listed and asked about where somebody can answer, and a no changes nothing', async () => {
    for (const reply of ['n', 'No', 'later']) {
      const { world, trace } = computer([], { canAnswer: true, ask: () => Promise.resolve(reply) });
      await expect(setUpPackages({ required: ['slapd'] }, world)).rejects.toThrow(/Nothing was installed/);
      expect(apt(trace)).toEqual([]);
      expect(trace.said.join('\n')).toContain('slapd');
    }
    for (const reply of ['', 'y', 'Yes']) {
      const { world, trace } = computer([], { canAnswer: true, ask: () => Promise.resolve(reply) });
      await setUpPackages({ required: ['slapd'] }, world);
      expect(apt(trace)).toHaveLength(1);
    }
  });

  it('are named with the exact command for an ordinary account, which goes on without the optional ones', async () => {
    const { world, trace } = computer([], { isRoot: false });
    await expect(setUpPackages({ required: ['libnss3'], optional: ['xvfb'] }, world)).rejects.toThrow(
      'sudo apt-get install --no-install-recommends --no-remove libnss3 xvfb',
    );
    const second = computer(['libnss3'], { isRoot: false });
    await setUpPackages({ required: ['libnss3'], optional: ['xvfb'] }, second.world);
    expect([...apt(trace), ...apt(second.trace)]).toEqual([]);
    expect(second.trace.said.join()).toContain('xvfb');
  });

  it('hold no mail server outside the list of the tests, and no package that would remove another there', () => {
    const { servers, ...others } = packageLists;
    expect(Object.values(others).flat().join(' ')).not.toMatch(/dovecot|slapd|postfix|exim|courier|cyrus/);
    expect(servers.join(' ')).not.toMatch(/postfix\b|exim|courier|cyrus/);
  });
});

describe('the guard against starting services', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keyround-guard-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('stands while the work runs and is gone afterwards, also where the work fails', async () => {
    const file = join(folder, 'policy-rc.d');
    await withoutStartingServices(() => {
      expect(readFileSync(file, 'utf8')).toMatch(/^#!\/bin\/sh[\s\S]*exit 101$/m);
      expect(statSync(file).mode & 0o111).not.toBe(0);
      return Promise.resolve();
    }, file);
    expect(existsSync(file)).toBe(false);
    await expect(withoutStartingServices(() => Promise.reject(new Error('no')), file)).rejects.toThrow('no');
    expect(existsSync(file)).toBe(false);
  });

  it('never touches one that is there already', async () => {
    const file = join(folder, 'policy-rc.d');
    writeFileSync(file, '#!/bin/sh\nexit 0\n');
    chmodSync(file, 0o700);
    await withoutStartingServices(() => Promise.resolve(), file);
    expect(readFileSync(file, 'utf8')).toBe('#!/bin/sh\nexit 0\n');
    expect(statSync(file).mode & 0o777).toBe(0o700);
  });
});

describe('the stand-in for Electron', () => {
  it.each([
    '@wingconsoledesktop',
    'chrome_crashpad_handler',
    'chrome-sandbox',
    'chrome_100_percent.pak',
    'locales/pt-BR.pak',
    'libffmpeg.so',
    'libvulkan.so.1',
    'LICENSES.chromium.html',
    'v8_context_snapshot.bin',
  ])('keeps %s', (name) => expect(isElectronFile(name)).toBe(true));

  it.each([
    'resources/app/package.json',
    'resources/app/dist/index.js',
    'resources/app-update.yml',
    'resources/app.asar',
    'resources/default_app.asar',
    '../libx.so',
    'locales/../x.pak',
    'lib/x.so',
    'anything',
    'electron',
  ])('throws away %s', (name) => expect(isElectronFile(name)).toBe(false));
});

describe('who runs the app', () => {
  it('is the person who called sudo, never root', () => {
    expect(invokingAccount({ SUDO_UID: '0' })).toBeUndefined();
    expect(invokingAccount({})).toBeUndefined();
    expect(invokingAccount({ SUDO_UID: 'x' })).toBeUndefined();
  });

  it('gets an environment of their own, with nothing of root in it', () => {
    const person = { name: 'anna', uid: 1000, gid: 1000, home: '/home/anna' };
    const root = {
      HOME: '/root',
      PATH: '/root/bin',
      NODE_OPTIONS: '--x',
      SSH_AUTH_SOCK: '/s',
      DISPLAY: ':0',
      SUDO_UID: '1000',
    };
    expect(environmentOf(person, root, () => true)).toEqual({
      DISPLAY: ':0',
      HOME: '/home/anna',
      USER: 'anna',
      LOGNAME: 'anna',
      PATH: '/usr/local/bin:/usr/bin:/bin',
      XDG_RUNTIME_DIR: '/run/user/1000',
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus',
    });
  });

  it('starts Electron through a wrapper that refuses to run it without its sandbox', () => {
    const script = wrapperScript({
      prefix: ['setpriv', '--'],
      env: { A: "it's" },
      cwd: '/tmp',
      program: '/x/electron',
    });
    expect(script).toContain('--no-sandbox | --disable-*sandbox*)');
    expect(script).toContain(`exec 'setpriv' '--' 'env' '-i' 'A=it'\\''s' '/x/electron' "$@"`);
  });
});

describe('what is there already', () => {
  it('is known from the lock files: same versions, optional ones may be missing', () => {
    const wanted = {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0', optional: true },
    };
    expect(sameModules(wanted, { 'node_modules/a': { version: '1.0.0' } })).toBe(true);
    expect(sameModules(wanted, { 'node_modules/a': { version: '1.0.1' } })).toBe(false);
    expect(sameModules(wanted, {})).toBe(false);
  });

  it('includes the headers of Node, found beside the program or under /usr', () => {
    expect(headersPrefix(['/opt/node', '/usr'], (path) => path === '/usr/include/node/node_api.h')).toBe('/usr');
    expect(headersPrefix(['/opt/node', '/usr'], () => false)).toBeUndefined();
  });
});
