import type { ClientRecord } from './model.ts';

/** Kinds that can be the app Thunderbird for Android, which reads the settings of an account from a square code. */
const withCode: readonly string[] = ['thunderbird-mobile', 'android-phone'];
/** Kinds that set an account up from a file of Apple's. */
const withProfile: readonly string[] = ['iphone', 'apple-mail'];

type Aided = Pick<ClientRecord, 'kind' | 'signIn'>;

/** An aid puts the mailbox's password to use: not for a device that signs in elsewhere or with a password of its own. */
const usesPassword = ({ signIn }: Aided): boolean => signIn.how === 'mailbox-password';

/** Whether this device may be set up anew with a square code. */
export const takesCode = (client: Aided): boolean => withCode.includes(client.kind) && usesPassword(client);

/** Whether this device may be set up anew with a profile. */
export const takesProfile = (client: Aided): boolean => withProfile.includes(client.kind) && usesPassword(client);
