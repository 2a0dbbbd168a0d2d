import type { CallName } from '../../shared/contract.ts';

/** What a second instance may still do: look, copy a password, print. Nothing that changes a mailbox or a server's counts. */
const reading: ReadonlySet<CallName> = new Set<CallName>([
  'app.status',
  'app.setTheme',
  'app.setReminders',
  'app.looksAt',
  'keychain.check',
  'providers.list',
  'catalogue.list',
  'mailboxes.list',
  'mailboxes.get',
  'panels.get',
  'guides.list',
  'guides.forMailbox',
  'guides.copyMessage',
  'devices.guide',
  'devices.copyValue',
  'apps.find',
  'apps.updates',
  'evidence.get',
  'devices.code',
  'devices.printSlip',
  'checkups.get',
  'rotations.get',
  'safety.sheet',
  'secrets.askToReveal',
  'secrets.reveal',
  'secrets.copy',
  'reports.get',
  'reports.copy',
  'reports.print',
  'reports.save',
  'practice.switches',
]);

/** True for a call that changes nothing but what is on screen. A call that is not known here counts as changing. */
export const onlyReads = (call: CallName): boolean => reading.has(call);
