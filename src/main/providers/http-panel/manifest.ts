import { panelProvider } from '../../../shared/panel-provider.ts';
import type { ProviderManifest } from '../../../shared/provider.ts';

const field = (
  key: string,
  kind: ProviderManifest['fields'][number]['kind'],
  more: Partial<ProviderManifest['fields'][number]> = {},
): ProviderManifest['fields'][number] => ({ key, kind, required: false, choices: [], initial: '', ...more });

/** Any control panel that a file describes. Which of the fields are used, and what they are called, stands in that file. */
export const httpPanelManifest: ProviderManifest = {
  id: panelProvider,
  kind: 'api',
  fields: [
    // The SHA-256 of the file that was confirmed, and the host that it names: an import fills in both.
    field('panel', 'text', { required: true }),
    field('host', 'host', { required: true }),
    field('mode', 'choice', { required: true, choices: ['self', 'admin'], initial: 'self' }),
    field('fieldOne', 'text'),
    field('fieldTwo', 'text'),
    field('fieldThree', 'text'),
    // Not called after the administrator: a panel that asks for a key alone has no name to fill in.
    field('signInName', 'text'),
    field('adminSecret', 'secret'),
  ],
  // Where the file states any, the check gives them.
  rules: null,
  capabilities: {
    self: true,
    admin: true,
    readsRules: false,
    endsSessions: false,
    signInLog: false,
    listsMailboxes: false,
    appPasswords: false,
  },
  // Nobody knows; most hosts' mail servers know a new password within minutes.
  propagationSeconds: 600,
  practice: false,
  checked: { how: 'documentation', on: '2026-11-22', source: 'docs/panels/README.md' },
};
