import type { ProviderManifest } from '../../../shared/provider.ts';

/** ISPConfig, by one of its remote users: who looks after the panel makes one for programs, and says what it may do. */
export const ispconfigManifest: ProviderManifest = {
  id: 'ispconfig',
  kind: 'api',
  fields: [
    { key: 'host', kind: 'host', required: true, choices: [], initial: '' },
    { key: 'port', kind: 'port', required: true, choices: [], initial: '8080' },
    { key: 'remoteUser', kind: 'text', required: true, choices: [], initial: '' },
    { key: 'remotePassword', kind: 'secret', required: true, choices: [], initial: '' },
  ],
  // Length and strength are set on each server, which tells them to nobody.
  rules: null,
  capabilities: {
    self: false,
    admin: true,
    readsRules: false,
    endsSessions: false,
    signInLog: false,
    listsMailboxes: false,
    appPasswords: false,
  },
  // A mail server that is not the panel's own fetches its changes every minute.
  propagationSeconds: 120,
  practice: false,
  checked: {
    how: 'documentation',
    on: '2026-11-22',
    source:
      'cyberkathosting/ispconfig3 at 47fb178ff7a21bea0bd688376292146d83a18fce (ISPConfig 3.2): interface/lib/classes (json_handler, remoting, remote.d/mail, remoting_lib, tform_base, auth), interface/web/mail/form/mail_user.tform.php. No ISPConfig server was met.',
  },
};
