/**
 * @param {string} word
 * @returns {string} the word as a shell reads it back unchanged
 */
export function shellWord(word) {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * A program that becomes Electron as an ordinary account: `exec` all the way, so that process id, input and output stay
 * those of whoever called it (Playwright reads the debugging address from the output). The environment is exactly the
 * given one and, of the caller's, the variables named in `passOn`.
 *
 * @param {{ prefix: string[], env: NodeJS.ProcessEnv, cwd: string, program: string, passOn?: string[] }} session
 * @returns {string} a shell script
 */
export function wrapperScript({ prefix, env, cwd, program, passOn = [] }) {
  const variables = Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  const before = [...prefix, 'env', '-i', ...variables].map(shellWord);
  const passed = passOn.map((name) => `\${${name}:+"${name}=$${name}"}`);
  const command = [...before, ...passed, shellWord(program)].join(' ');
  return `#!/bin/sh
# Made for one run. Electron is started as an ordinary account, with its sandbox.
for argument in "$@"; do
  case "$argument" in
    --no-sandbox | --disable-*sandbox*)
      echo "refused: $argument (with Playwright, give chromiumSandbox: true)" >&2
      exit 64
      ;;
  esac
done
cd ${shellWord(cwd)} || exit 1
exec ${command} "$@"
`;
}
