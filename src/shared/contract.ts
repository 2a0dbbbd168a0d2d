import * as z from 'zod';
import { appUpdateViewSchema, evidenceViewSchema, foundAppsSchema, updateActSchema } from './apps.ts';
import { appPasswordsSchema, mailboxListingSchema, signInLogSchema } from './at-provider.ts';
import { detectionSchema } from './detection.ts';
import { deviceCodeSchema } from './device-code.ts';
import { clientValueSchema, deviceGuideSchema } from './device-guide.ts';
import { failureSchema } from './failures.ts';
import { guideIdSchema, guideSchema } from './guide.ts';
import { heldPasswordSchema } from './held-password.ts';
import {
  checkupIdSchema,
  clientIdSchema,
  handleSchema,
  mailboxIdSchema,
  rotationIdSchema,
  versionIdSchema,
} from './ids.ts';
import { byHandAnswerSchema } from './journal.ts';
import { clientDraftSchema, hostSchema, mailboxDraftSchema, providerChoiceSchema } from './model.ts';
import { oneTimeCodeForm } from './one-time-code.ts';
import { panelHashSchema, panelViewSchema } from './panel.ts';
import { providerManifestSchema } from './provider.ts';
import {
  checkupViewSchema,
  clientKindViewSchema,
  mailboxListItemSchema,
  mailboxViewSchema,
  oldCheckSchema,
  practiceSwitchesSchema,
  reportViewSchema,
  rotationViewSchema,
  sheetViewSchema,
  statusSchema,
} from './views.ts';

/** Longest password taken from the face, in characters; the policy may say less. */
export const longestPassword = 1_000;
const password = z.string().min(1).max(longestPassword);
const nothing = z.strictObject({});
const done = z.strictObject({});
/** What opens a locked store of an app: the store's own password, or the wish that the desktop unlocks its keyring. */
const unlock = z.discriminatedUnion('how', [
  z.strictObject({ how: z.literal('password'), password }),
  z.strictObject({ how: z.literal('keyring') }),
]);
export type UnlockRequest = z.infer<typeof unlock>;
const call = <Q extends z.ZodType, A extends z.ZodType>(request: Q, response: A) => ({ request, response });
const mailbox = { mailbox: mailboxIdSchema };
const rotation = { rotation: rotationIdSchema };
const confirmedHosts = z.array(hostSchema).max(20);

/** What may be revealed or copied: a password held for a rotation in progress, or a kept version of a mailbox. */
export const secretSubjectSchema = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('held'), handle: handleSchema }),
  z.strictObject({ what: z.literal('version'), mailbox: mailboxIdSchema, version: versionIdSchema }),
]);
export type SecretSubject = z.infer<typeof secretSubjectSchema>;

/**
 * The one contract between face and hands. The face's API type, the handler table and the preload's channel list all
 * come from it. Requests may carry a password inwards; the only response that carries one is `secrets.reveal`.
 */
export const calls = {
  'app.status': call(nothing, statusSchema),
  'app.setTheme': call(z.strictObject({ theme: z.enum(['system', 'light', 'dark']) }), done),
  /** The second question before the first real mailbox on the test runtime; asked in a native dialog by main. */
  'app.acceptStandIn': call(nothing, z.strictObject({ accepted: z.boolean() })),
  /** Whether unfinished rounds are spoken of by the system's messages. */
  'app.setReminders': call(z.strictObject({ on: z.boolean() }), done),
  /** Which rotation is on screen now: nobody is reminded of what is before their eyes. */
  'app.looksAt': call(z.strictObject({ rotation: rotationIdSchema.nullable() }), done),
  'keychain.check': call(nothing, done),

  'providers.list': call(nothing, z.array(providerManifestSchema)),
  'catalogue.list': call(nothing, z.array(clientKindViewSchema)),

  /**
   * Signs an administrator in with the system's browser, and waits for it: `credential` stands for what came of it and goes
   * into the secret field of the form. A new sign-in ends the one before.
   */
  'administrators.signIn': call(
    z.strictObject({
      provider: providerChoiceSchema.shape.id,
      settings: providerChoiceSchema.shape.settings,
      /** Of the application that was registered for this, where it has one. */
      clientSecret: password.nullable(),
    }),
    z.strictObject({ credential: handleSchema }),
  ),
  'administrators.stopSignIn': call(nothing, done),
  /** Chooses a key file in a dialog of main; `account` is whose it is. Null where it was cancelled. */
  'administrators.chooseKeyFile': call(
    z.strictObject({ provider: providerChoiceSchema.shape.id }),
    z.strictObject({ key: z.strictObject({ credential: handleSchema, account: z.string() }).nullable() }),
  ),

  /**
   * Provider and mail servers from an address alone, within 5 s; a new search ends the one before it. No password takes
   * part. A host with the trust `confirm` is shown in full and confirmed before it gets into a draft.
   */
  'detect.fromAddress': call(z.strictObject({ address: z.string().max(320) }), detectionSchema),
  /** Those of the hosts that nobody vouches for: their whole names are shown and confirmed before they are used. */
  'detect.hostsToConfirm': call(
    z.strictObject({ address: z.string().max(320), hosts: z.array(hostSchema).max(20) }),
    z.strictObject({ hosts: z.array(hostSchema) }),
  ),

  'mailboxes.list': call(nothing, z.array(mailboxListItemSchema)),
  'mailboxes.get': call(z.strictObject(mailbox), mailboxViewSchema),
  /**
   * `password` may be null where an administrator's credential makes it unnecessary. `secrets` holds the provider's secret
   * fields by key, `confirmedHosts` the names that a person has read and confirmed.
   */
  'mailboxes.add': call(
    z.strictObject({
      draft: mailboxDraftSchema,
      password: password.nullable(),
      secrets: z.record(z.string(), password),
      confirmedHosts,
    }),
    z.strictObject(mailbox),
  ),
  'mailboxes.update': call(
    z.strictObject({ ...mailbox, draft: mailboxDraftSchema, secrets: z.record(z.string(), password), confirmedHosts }),
    done,
  ),
  /** The password was changed elsewhere: store what it is now. */
  'mailboxes.setPassword': call(z.strictObject({ ...mailbox, password }), done),
  /** "Is the old one dead?": one sign-in with a previous or abandoned version. Two clicks are one attempt. */
  'mailboxes.checkOld': call(z.strictObject({ ...mailbox, version: versionIdSchema }), oldCheckSchema),
  /** Where it is not known which password is right: asks in a native dialog, then begins new notes. Nothing is deleted. */
  'mailboxes.setJournalAside': call(z.strictObject(mailbox), z.strictObject({ setAside: z.boolean() })),
  /** Signs in with the kept passwords, newest first, until one works; at most two refusals a click. */
  'mailboxes.findPassword': call(
    z.strictObject(mailbox),
    z.strictObject({
      found: versionIdSchema.nullable(),
      failure: failureSchema.nullable(),
      tryAgainAt: z.number().nullable(),
    }),
  ),
  /** Asks in a native dialog, then forgets the record, the journal and every kept password. */
  'mailboxes.remove': call(z.strictObject(mailbox), z.strictObject({ removed: z.boolean() })),
  /** Chooses a certificate file and confirms its fingerprint in dialogs of main. */
  'authorities.add': call(z.strictObject({ ...mailbox, host: hostSchema }), z.strictObject({ added: z.boolean() })),
  'authorities.remove': call(z.strictObject({ ...mailbox, fingerprint: z.string() }), done),

  /**
   * What the provider tells, where it can (`capabilities` of its manifest): sign-ins of the last seven days, and the names of
   * app passwords. Both only read; in the mailbox's own name each is one sign-in, which counts like any other.
   */
  'atProvider.signIns': call(z.strictObject(mailbox), signInLogSchema),
  'atProvider.appPasswords': call(z.strictObject(mailbox), z.strictObject({ appPasswords: appPasswordsSchema })),
  /** The mailboxes of the address's domain, with an administrator's credential that has only just been typed. */
  'atProvider.mailboxes': call(
    z.strictObject({
      address: z.string().max(320),
      provider: providerChoiceSchema,
      secrets: z.record(z.string(), password),
      confirmedHosts,
    }),
    mailboxListingSchema,
  ),

  /**
   * Chooses the file that describes a control panel, and confirms its one server in dialogs of main; `address` is the
   * mailbox's. Null where it was cancelled.
   */
  'panels.import': call(
    z.strictObject({ address: z.string().max(320) }),
    z.strictObject({ panel: panelViewSchema.nullable() }),
  ),
  /** What the form asks for a panel that was imported. */
  'panels.get': call(z.strictObject({ panel: panelHashSchema }), panelViewSchema),

  /** Guides to the pages on which passwords are changed by hand, and the one that the address alone speaks for. */
  'guides.list': call(
    z.strictObject({ address: z.string().max(320) }),
    z.strictObject({ guides: z.array(guideSchema), likely: guideIdSchema.nullable() }),
  ),
  'guides.forMailbox': call(z.strictObject(mailbox), z.strictObject({ guide: guideSchema.nullable() })),
  /** Copies the message to the mailbox's administrator; there is no password in it. */
  'guides.copyMessage': call(z.strictObject(mailbox), done),

  /** `confirmedHosts` as in `mailboxes.add`: a device may have servers of its own. */
  'clients.add': call(
    z.strictObject({ ...mailbox, draft: clientDraftSchema, appPassword: password.nullable(), confirmedHosts }),
    z.strictObject({ client: clientIdSchema }),
  ),
  'clients.update': call(
    z.strictObject({
      ...mailbox,
      client: clientIdSchema,
      draft: clientDraftSchema,
      appPassword: password.nullable(),
      confirmedHosts,
    }),
    done,
  ),
  'clients.remove': call(z.strictObject({ ...mailbox, client: clientIdSchema }), done),

  /** How the new password is entered on this device, with this mailbox's values. */
  'devices.guide': call(
    z.strictObject({ ...mailbox, client: clientIdSchema }),
    z.strictObject({ guide: deviceGuideSchema }),
  ),
  /** Copies one value that is typed into the device. None of them is a secret. */
  'devices.copyValue': call(z.strictObject({ ...mailbox, client: clientIdSchema, value: clientValueSchema }), done),

  /**
   * Apps on this computer that have settings for this mailbox, and what each of them holds. `unlock` opens what is
   * locked: a store by its own password, which main keeps in memory until another space is shown or it ends; or the keyring,
   * for which the desktop asks the person itself, in up to three minutes. With `adding`, because
   * somebody asked to look, those that are not in the list of devices come into it.
   */
  'apps.find': call(z.strictObject({ ...mailbox, unlock: unlock.nullable(), adding: z.boolean() }), foundAppsSchema),
  /** The updates of a round: one for each device of the list that is an app on this computer. */
  'apps.updates': call(z.strictObject(rotation), z.strictObject({ updates: z.array(appUpdateViewSchema) })),
  /** Plans one anew: reads what the store holds and says what would be written. `unlock` as in `apps.find`. */
  'apps.startUpdate': call(z.strictObject({ ...rotation, client: clientIdSchema, unlock: unlock.nullable() }), done),
  /** `request.wrong-stage` for an act that does not belong to where it stands. */
  'apps.actOnUpdate': call(z.strictObject({ ...rotation, client: clientIdSchema, act: updateActSchema }), done),
  /** What the provider's sign-in log has told in this round. */
  'evidence.get': call(z.strictObject(rotation), evidenceViewSchema),

  /**
   * Aids for one device; none holds a password. A code for Thunderbird for Android and a profile for Apple's Mail only set it
   * up anew (`request.invalid` for other kinds); a slip is for whoever is at the device.
   */
  'devices.code': call(z.strictObject({ ...mailbox, client: clientIdSchema }), deviceCodeSchema),
  /** Asks where in a dialog of main. */
  'devices.saveProfile': call(
    z.strictObject({ ...mailbox, client: clientIdSchema }),
    z.strictObject({ saved: z.boolean() }),
  ),
  'devices.printSlip': call(z.strictObject({ ...mailbox, client: clientIdSchema }), done),

  'checkups.start': call(z.strictObject(mailbox), z.strictObject({ checkup: checkupIdSchema })),
  'checkups.get': call(z.strictObject({ checkup: checkupIdSchema }), checkupViewSchema),
  'checkups.stop': call(z.strictObject({ checkup: checkupIdSchema }), done),

  /** Starts step 1 (or returns the rotation that is already under way for this mailbox). */
  'rotations.start': call(z.strictObject(mailbox), z.strictObject(rotation)),
  'rotations.get': call(z.strictObject(rotation), rotationViewSchema),
  /** Runs step 1 again, after something was put right. */
  'rotations.getReadyAgain': call(z.strictObject(rotation), done),
  /** The code that the provider asks for besides the password. It is used once and kept nowhere; then step 1 runs again. */
  'rotations.oneTimeCode': call(z.strictObject({ ...rotation, code: z.string().regex(oneTimeCodeForm) }), done),
  /** Steps 3 and 4. From here on main goes on by itself, window or no window. */
  'rotations.change': call(z.strictObject({ ...rotation, handle: handleSchema, endSessions: z.boolean() }), done),
  'rotations.openPage': call(z.strictObject(rotation), done),
  'rotations.answer': call(
    z.strictObject({ ...rotation, answer: byHandAnswerSchema, password: password.nullable() }),
    done,
  ),
  'rotations.checkClient': call(z.strictObject({ ...rotation, client: clientIdSchema }), done),
  'rotations.markClient': call(
    z.strictObject({ ...rotation, client: clientIdSchema, mark: z.enum(['told', 'gone', 'waiting']) }),
    done,
  ),
  'rotations.finish': call(z.strictObject(rotation), done),
  /** What a person decides where the app may not: try the sign-in again, send the same value again, or stop here. */
  'rotations.help': call(z.strictObject({ ...rotation, act: z.enum(['try-again', 'send-again', 'stop']) }), done),
  /** Leaves before anything was sent. */
  'rotations.leave': call(z.strictObject(rotation), done),

  'passwords.generate': call(
    z.strictObject({ ...rotation, style: z.enum(['strong', 'easy-to-type']) }),
    heldPasswordSchema,
  ),
  'passwords.submit': call(z.strictObject({ ...rotation, password }), heldPasswordSchema),
  /** Holds a previous version of the rotation's mailbox as the new password: putting the old one back. */
  'passwords.fromKept': call(z.strictObject({ ...rotation, version: versionIdSchema }), heldPasswordSchema),
  /** The emergency sheet: every kept password by name, also when everything else is stuck. */
  'safety.sheet': call(nothing, sheetViewSchema),
  /** Puts the notes of lost mailboxes aside, so that they are not spoken of again. Nothing is deleted. */
  'safety.setLostAside': call(nothing, done),
  /** A one-use token, given only right after a click or key press in the window, at most one every 3 s. */
  'secrets.askToReveal': call(z.strictObject({ subject: secretSubjectSchema }), z.strictObject({ token: z.string() })),
  /** The only answer that carries a password. It is shown and never stored. */
  'secrets.reveal': call(
    z.strictObject({ token: z.string().max(64) }),
    z.strictObject({ password: z.string(), hideAfter: z.number() }),
  ),
  'secrets.copy': call(z.strictObject({ subject: secretSubjectSchema }), z.strictObject({ clearsAt: z.number() })),

  'reports.get': call(z.strictObject(rotation), reportViewSchema),
  'reports.copy': call(z.strictObject(rotation), done),
  'reports.print': call(z.strictObject(rotation), done),
  /** Asks where in a dialog of main. */
  'reports.save': call(
    z.strictObject({ ...rotation, format: z.enum(['pdf', 'html', 'json']) }),
    z.strictObject({ saved: z.boolean() }),
  ),

  'practice.enter': call(nothing, done),
  'practice.leave': call(nothing, done),
  'practice.switches': call(nothing, practiceSwitchesSchema),
  'practice.setSwitches': call(practiceSwitchesSchema, done),
  /** Lets a device of the list sign in at the practice service, as if it stood beside this computer. */
  'practice.deviceSignsIn': call(
    z.strictObject({ ...rotation, client: clientIdSchema, password: z.enum(['old', 'new']) }),
    done,
  ),

  'helpdesk.start': call(nothing, done),
  /** Wipes everything of the session. */
  'helpdesk.end': call(nothing, done),
  /** After a crash: go on with what is left, or wipe it. */
  'helpdesk.resume': call(z.strictObject({ how: z.enum(['finish', 'wipe']) }), done),
} as const;

export type CallName = keyof typeof calls;
export type CallRequest<N extends CallName> = z.input<(typeof calls)[N]['request']>;
export type CallResponse<N extends CallName> = z.output<(typeof calls)[N]['response']>;

/** Events are whole views with a growing number, so a lost or late one does no harm. */
export const events = {
  'rotation.changed': z.strictObject({ seq: z.number(), view: rotationViewSchema }),
  'updates.changed': z.strictObject({ seq: z.number(), ...rotation, updates: z.array(appUpdateViewSchema) }),
  'evidence.changed': z.strictObject({ seq: z.number(), ...rotation, evidence: evidenceViewSchema }),
  'checkup.changed': z.strictObject({ seq: z.number(), view: checkupViewSchema }),
  /** Something in the list, a mailbox or the status is new: ask again. */
  'mailboxes.changed': z.strictObject({ seq: z.number() }),
  'app.changed': z.strictObject({ seq: z.number() }),
  /** A person has chosen a reminder: its round is to be shown, or the first screen if it spoke of several (null). */
  'app.goTo': z.strictObject({ seq: z.number(), round: z.strictObject({ ...rotation, ...mailbox }).nullable() }),
  /** `status.keychainWaits` is another one now. Nothing else is: asking the keychain because of it would never end. */
  'keychain.waits': z.strictObject({ seq: z.number() }),
} as const;
export type EventName = keyof typeof events;
export type EventOf<N extends EventName> = z.output<(typeof events)[N]>;
