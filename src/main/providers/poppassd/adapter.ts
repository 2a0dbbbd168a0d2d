import type { ChangeAnswer, CheckAnswer, Provider, ProviderAccess } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { Result } from '../../../shared/result.ts';
import { failed, success } from '../../../shared/result.ts';
import { addressParts } from '../address-parts.ts';
import { accepted, type Limits, notReady, refused, type Trouble, trouble, unknown, usualLimits } from '../outcome.ts';
import { type Conversation, openConversation } from './conversation.ts';
import { poppassdManifest } from './manifest.ts';
import {
  isLoopback,
  isName,
  isSpoiled,
  longestPassword,
  type PoppassdSettings,
  poppassdSettingsSchema,
} from './types.ts';

/**
 * poppassd (1.8.5): `user`, `pass`, `newpass`, `quit`. It takes the password in the clear, so it is spoken to by TLS that
 * stands in front of it, or where it is this very computer, for instance at the near end of a tunnel.
 */
export function createPoppassdProvider(limits: Limits = usualLimits): Provider {
  return {
    manifest: poppassdManifest,
    check: async (access) => await check(access, limits),
    changePassword: async (access, next) => await changePassword(access, next, limits),
  };
}

async function check(access: ProviderAccess, limits: Limits): Promise<CheckAnswer> {
  const conversation = await signIn(access, null, limits);
  if (!conversation.ok) return notReady(conversation.failure);
  conversation.value.close();
  return { kind: 'ready', rules: null, warnings: [] };
}

async function changePassword(access: ProviderAccess, next: Secret, limits: Limits): Promise<ChangeAnswer> {
  const unfit = unfitness(next.reveal());
  if (unfit !== null) return refused(unfit);
  const conversation = await signIn(access, next, limits);
  if (!conversation.ok) return refused(conversation.failure);
  try {
    const answer = await conversation.value.ask(`newpass ${next.reveal()}`);
    // Where nothing could be written, that is what it says; all else may have been heard.
    if (!answer.ok)
      return answer.failure.code === 'provider.unreachable' ? refused(answer.failure) : unknown(answer.failure);
    const { kind, technical } = answer.value;
    // Whoever wants to hear more has not said that it is done.
    if (kind === 'done') return accepted;
    return kind === 'no' ? refused(reasonOf(technical)) : unknown(trouble('provider.odd-answer', technical));
  } finally {
    conversation.value.close();
  }
}

/** What poppassd would not refuse but spoil: it cuts a long password, and passes over blanks before it. */
function unfitness(password: string): Trouble | null {
  if (password === '') return trouble('provider.too-short', 'an empty password');
  if (isSpoiled(password)) return trouble('provider.policy', 'a blank at its beginning, or a control character');
  const long = Buffer.byteLength(password) > longestPassword;
  return long ? trouble('provider.too-long', `more than ${longestPassword} bytes`) : null;
}

/** PAM says why in a message before the answer, and not every module has one. */
function reasonOf(technical: string): Trouble {
  if (/already used/i.test(technical)) return trouble('provider.used-before', technical);
  return trouble(/too short|shorter than/i.test(technical) ? 'provider.too-short' : 'provider.policy', technical);
}

/** Goes as far as the right current password; what goes wrong until then has changed nothing. */
async function signIn(
  access: ProviderAccess,
  next: Secret | null,
  limits: Limits,
): Promise<Result<Conversation, Trouble>> {
  const ready = whatIsThere(access);
  if (!ready.ok) return ready;
  const { settings, name, current } = ready.value;
  const { host, port, security } = settings;
  const door = { host, port, authorities: access.authorities };
  const opened = await openConversation(door, security, limits, access.signal, [next, access.current]);
  if (!opened.ok) return opened;
  const conversation = opened.value;
  const steps = [
    { say: () => conversation.greeting(), refusal: 'provider.unreachable' },
    { say: () => conversation.ask(`user ${name}`), refusal: 'provider.no-such-mailbox' },
    { say: () => conversation.ask(`pass ${current}`), refusal: 'provider.wrong-current' },
  ] as const;
  for (const { say, refusal } of steps) {
    const answer = await say();
    if (answer.ok && (answer.value.kind === 'done' || answer.value.kind === 'go-on')) continue;
    conversation.close();
    if (!answer.ok) return failed(trouble('provider.unreachable', answer.failure.technical));
    const { kind, technical } = answer.value;
    return failed(trouble(kind === 'no' ? refusal : 'provider.unreachable', technical));
  }
  return success(conversation);
}

/** The settings, the server's name for the mailbox, and its current password. */
function whatIsThere(
  access: ProviderAccess,
): Result<{ readonly settings: PoppassdSettings; readonly name: string; readonly current: string }, Trouble> {
  const parsed = poppassdSettingsSchema.safeParse(access.settings);
  if (!parsed.success) return incomplete(parsed.error.issues[0]?.path.join('.') ?? 'settings');
  const settings = parsed.data;
  if (settings.security === 'loopback' && !isLoopback(settings.host)) {
    const words = `${settings.host} is not an address of this computer: without TLS nothing is sent there`;
    return failed(trouble('provider.needs-encryption', words));
  }
  const name = settings.account === 'local' ? (addressParts(access.address)?.local ?? '') : access.user;
  if (!isName(name)) return incomplete('account');
  const current = access.current?.reveal() ?? '';
  if (current === '' || isSpoiled(current)) return incomplete('current');
  return success({ settings, name, current });
}

const incomplete = (what: string) => failed<Trouble>(trouble('provider.settings-incomplete', what));
