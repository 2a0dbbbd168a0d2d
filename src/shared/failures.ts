import * as z from 'zod';

/**
 * Every expected failure, in one table. `effect` says what the failed act has left behind, `retry` what may be done
 * next without a person. The sentence for each code is in the message catalogue under `failure.<code>`.
 */
type Effect = 'none' | 'unknown';
type Retry = 'never' | 'after-fix' | 'later';
interface FailureFacts {
  readonly effect: Effect;
  readonly retry: Retry;
}

const none = (retry: Retry): FailureFacts => ({ effect: 'none', retry });
const unknown = (retry: Retry): FailureFacts => ({ effect: 'unknown', retry });

export const failureTable = {
  // what one sign-in attempt can show
  'mail.wrong-password': none('never'),
  'mail.too-many-attempts': none('later'),
  'mail.account-locked': none('after-fix'),
  'mail.password-expired': none('after-fix'),
  'mail.app-password-required': none('after-fix'),
  'mail.oauth-required': none('after-fix'),
  'mail.protocol-switched-off': none('after-fix'),
  'mail.full-address-needed': none('after-fix'),
  'mail.no-access': none('after-fix'),
  'mail.name-not-found': none('after-fix'),
  'mail.nothing-listens': none('after-fix'),
  'mail.timed-out': none('later'),
  'mail.connection-lost': none('later'),
  'mail.certificate-expired': none('after-fix'),
  'mail.certificate-not-yet-valid': none('after-fix'),
  'mail.certificate-other-name': none('after-fix'),
  'mail.certificate-not-trusted': none('after-fix'),
  'mail.encryption-failed': none('after-fix'),
  'mail.no-encryption': none('never'),
  'mail.unsafe-answer': none('never'),
  'mail.no-sign-in-offered': none('after-fix'),
  'mail.too-many-connections': none('later'),
  'mail.server-busy': none('later'),
  'mail.sending-refused': none('after-fix'),
  'mail.not-a-mail-server': none('after-fix'),
  'mail.budget-spent': none('later'),
  'mail.address-blocked': none('later'),
  'mail.stopped': none('later'),
  // what a provider can say
  'provider.wrong-current': none('after-fix'),
  'provider.credential-refused': none('after-fix'),
  'provider.second-factor': none('after-fix'),
  'provider.wrong-code': none('after-fix'),
  'provider.too-many-codes': none('later'),
  'provider.sign-in-ended': none('after-fix'),
  'provider.no-such-mailbox': none('after-fix'),
  'provider.not-allowed': none('after-fix'),
  'provider.locked': none('later'),
  'provider.must-change': none('after-fix'),
  'provider.grace-running-out': none('after-fix'),
  'provider.expired': none('after-fix'),
  'provider.app-passwords': none('never'),
  'provider.policy': none('after-fix'),
  'provider.too-short': none('after-fix'),
  'provider.too-long': none('after-fix'),
  'provider.too-simple': none('after-fix'),
  'provider.used-before': none('after-fix'),
  'provider.too-soon': none('later'),
  'provider.needs-encryption': none('after-fix'),
  'provider.busy': none('later'),
  'provider.still-spreading': none('later'),
  'provider.too-many-requests': none('later'),
  'provider.unreachable': none('later'),
  'provider.certificate': none('after-fix'),
  'provider.settings-incomplete': none('after-fix'),
  'provider.description-changed': none('after-fix'),
  'provider.odd-answer': unknown('later'),
  'provider.no-answer': unknown('later'),
  'provider.refused-by-hand': none('after-fix'),
  // this computer's keychain
  'keychain.absent': none('after-fix'),
  'keychain.locked': none('after-fix'),
  'keychain.no-collection': none('after-fix'),
  'keychain.denied': none('after-fix'),
  'keychain.read-back-differs': none('never'),
  'keychain.entry-missing': none('after-fix'),
  'keychain.failed': none('after-fix'),
  'keychain.emptied': none('after-fix'),
  'keychain.no-answer': none('later'),
  // the journal and the disk
  'journal.disk-full': none('after-fix'),
  'journal.unreadable': none('after-fix'),
  'journal.failed': none('after-fix'),
  'journal.missing': none('after-fix'),
  'journal.set-aside': none('after-fix'),
  'journal.other-computer': none('after-fix'),
  // what was asked for
  'request.invalid': none('after-fix'),
  'request.not-found': none('never'),
  'request.already-there': none('after-fix'),
  'request.host-not-confirmed': none('after-fix'),
  'request.secret-again': none('after-fix'),
  'request.not-a-certificate': none('after-fix'),
  'request.not-a-panel': none('after-fix'),
  'request.not-a-key-file': none('after-fix'),
  'request.sign-in-denied': none('after-fix'),
  'request.sign-in-not-finished': none('after-fix'),
  'request.too-fast': none('later'),
  'request.file-not-saved': none('after-fix'),
  'request.stand-in-not-accepted': none('after-fix'),
  'request.busy': none('later'),
  'request.wrong-stage': none('never'),
  'request.cancelled': none('never'),
  'password.control-characters': none('after-fix'),
  'password.too-long': none('after-fix'),
  'password.rules-not-met': none('after-fix'),
  'password.same-as-current': none('after-fix'),
  'password.none-signs-in': none('after-fix'),
  'app.another-instance': none('after-fix'),
  'app.bug': unknown('later'),
} as const satisfies Record<string, FailureFacts>;

export type FailureCode = keyof typeof failureTable;
export const failureCodes = Object.keys(failureTable) as [FailureCode, ...FailureCode[]];
export const failureCodeSchema = z.enum(failureCodes);

export type MailFailureCode = Extract<FailureCode, `mail.${string}`>;
export type ProviderFailureCode = Extract<FailureCode, `provider.${string}`>;
export type KeychainFailureCode = Extract<FailureCode, `keychain.${string}`>;
const codesOf = <P extends string>(prefix: P) =>
  failureCodes.filter((code): code is Extract<FailureCode, `${P}.${string}`> => code.startsWith(`${prefix}.`));
export const mailFailureCodeSchema = z.enum(codesOf('mail') as [MailFailureCode, ...MailFailureCode[]]);
export const providerFailureCodeSchema = z.enum(codesOf('provider') as [ProviderFailureCode, ...ProviderFailureCode[]]);

/**
 * `technical` is for the folded line a helpdesk agent reads out: host, port, stage and the server's own words, already
 * cleaned and cut (see `plainText`). It never holds a secret.
 */
export const failureSchema = z.strictObject({
  code: failureCodeSchema,
  technical: z.string().max(600),
  /** The field of the request that is at fault, for `request.invalid` and `password.*`. */
  field: z.string().max(60).nullable(),
});
export type Failure = z.infer<typeof failureSchema>;

export function failure(code: FailureCode, technical = '', field: string | null = null): Failure {
  return { code, technical: technical.slice(0, 600), field };
}
