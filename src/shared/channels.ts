import type { CallName, CallRequest, CallResponse, EventName, EventOf } from './contract.ts';
import type { Failure } from './failures.ts';
import type { Result } from './result.ts';

/** What the preload puts on the window: one function for calls, one for events, nothing of Electron. */
export interface KeyroundApi {
  call<N extends CallName>(name: N, request: CallRequest<N>): Promise<Result<CallResponse<N>, Failure>>;
  /** Returns the function that ends the listening. */
  listen<N extends EventName>(name: N, listener: (event: EventOf<N>) => void): () => void;
}

/**
 * Every name of the contract as plain text: the preload may use them without carrying the schemas along. The test
 * beside this file fails if a name is missing here.
 */
export const callNames = [
  'app.status',
  'app.setTheme',
  'app.acceptStandIn',
  'app.setReminders',
  'app.looksAt',
  'keychain.check',
  'providers.list',
  'catalogue.list',
  'administrators.signIn',
  'administrators.stopSignIn',
  'administrators.chooseKeyFile',
  'detect.fromAddress',
  'detect.hostsToConfirm',
  'mailboxes.list',
  'mailboxes.get',
  'mailboxes.add',
  'mailboxes.update',
  'mailboxes.setPassword',
  'mailboxes.checkOld',
  'mailboxes.setJournalAside',
  'mailboxes.findPassword',
  'mailboxes.remove',
  'authorities.add',
  'authorities.remove',
  'atProvider.signIns',
  'atProvider.appPasswords',
  'atProvider.mailboxes',
  'panels.import',
  'panels.get',
  'guides.list',
  'guides.forMailbox',
  'guides.copyMessage',
  'clients.add',
  'clients.update',
  'clients.remove',
  'devices.guide',
  'devices.copyValue',
  'apps.find',
  'apps.updates',
  'apps.startUpdate',
  'apps.actOnUpdate',
  'evidence.get',
  'devices.code',
  'devices.saveProfile',
  'devices.printSlip',
  'checkups.start',
  'checkups.get',
  'checkups.stop',
  'rotations.start',
  'rotations.get',
  'rotations.getReadyAgain',
  'rotations.oneTimeCode',
  'rotations.change',
  'rotations.openPage',
  'rotations.answer',
  'rotations.checkClient',
  'rotations.markClient',
  'rotations.finish',
  'rotations.help',
  'rotations.leave',
  'passwords.generate',
  'passwords.submit',
  'passwords.fromKept',
  'safety.sheet',
  'safety.setLostAside',
  'secrets.askToReveal',
  'secrets.reveal',
  'secrets.copy',
  'reports.get',
  'reports.copy',
  'reports.print',
  'reports.save',
  'practice.enter',
  'practice.leave',
  'practice.switches',
  'practice.setSwitches',
  'practice.deviceSignsIn',
  'helpdesk.start',
  'helpdesk.end',
  'helpdesk.resume',
] as const satisfies readonly CallName[];
export const eventNames = [
  'rotation.changed',
  'updates.changed',
  'evidence.changed',
  'checkup.changed',
  'mailboxes.changed',
  'app.changed',
  'app.goTo',
  'keychain.waits',
] as const satisfies readonly EventName[];

/** Channel names on the wire, so that they can be told from anything else. */
export const callChannel = (name: CallName): string => `keyround:${name}`;
export const eventChannel = (name: EventName): string => `keyround:event:${name}`;
