type Command = readonly [string, ...string[]];

/** Whether this account may have a layer of its own over the file system. */
export const mayLayer = process.platform === 'linux' && process.getuid?.() === 0;

/**
 * The same command in a mount namespace of its own, in which `folder` lies over the folder `over`: for programs that read
 * one place in /etc and no other. Nothing outside sees it, and it ends with the command.
 */
export const layered = (folder: string, over: string, command: Command): Command => [
  'unshare',
  '--mount',
  ...['sh', '-c', 'mount --bind "$0" "$1" && shift && exec "$@"', folder, over],
  ...command,
];

/** The same command as this account of the system, with its group and no other. */
export const asAccount = (account: string, command: Command): Command => [
  'setpriv',
  ...[`--reuid=${account}`, `--regid=${account}`, '--clear-groups'],
  ...command,
];
