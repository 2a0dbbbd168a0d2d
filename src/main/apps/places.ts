import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where apps keep their files for this person. Tests make their own. */
export interface Places {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** `$XDG_CONFIG_HOME`, or its usual place. */
  readonly config: string;
  /** `$XDG_DATA_HOME`, or its usual place. */
  readonly data: string;
  /** `%APPDATA%` on Windows. */
  readonly roaming: string;
  /** `%LOCALAPPDATA%` on Windows. */
  readonly local: string;
  /** What the system tells of its processes, on Linux. */
  readonly proc: string;
  /** The address of the person's session bus, on which the keyring is; null where there is none. */
  readonly bus: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The places of a home folder. A variable that holds a relative path counts as not set, as the XDG specification wants. */
export function placesOf(home: string, platform: NodeJS.Platform, environment: Environment): Places {
  const named = (variable: string, usual: string) => {
    const value = environment[variable];
    return value !== undefined && isAbsolute(value) ? value : join(home, usual);
  };
  return {
    platform,
    home,
    config: named('XDG_CONFIG_HOME', '.config'),
    data: named('XDG_DATA_HOME', join('.local', 'share')),
    roaming: named('APPDATA', join('AppData', 'Roaming')),
    local: named('LOCALAPPDATA', join('AppData', 'Local')),
    proc: '/proc',
    bus: busOf(platform, environment),
  };
}

/** As the D-Bus specification has it, and systemd where nothing is said. */
function busOf(platform: NodeJS.Platform, environment: Environment): string | null {
  if (platform !== 'linux') return null;
  const runtime = environment['XDG_RUNTIME_DIR'];
  const usual = runtime !== undefined && isAbsolute(runtime) ? `unix:path=${join(runtime, 'bus')}` : null;
  return environment['DBUS_SESSION_BUS_ADDRESS'] || usual;
}

/** The places of the person who runs this. */
export const ownPlaces = (): Places => placesOf(homedir(), process.platform, process.env);
