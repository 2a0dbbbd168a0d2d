import { useEffect, useRef, useState } from 'react';
import type { Failure } from '../../../shared/failures.ts';
import type { ProviderManifest } from '../../../shared/provider.ts';
import { ask } from '../../api.ts';

export type Values = Readonly<Record<string, string>>;

/** The settings of a form as main takes them: what is filled in, and nothing secret. */
export function openSettings({ fields }: ProviderManifest, values: Values): Record<string, string> {
  const open = fields.filter(({ kind }) => kind !== 'secret').map(({ key }) => [key, (values[key] ?? '').trim()]);
  return Object.fromEntries(open.filter(([, value]) => value !== ''));
}

/**
 * Signing an administrator in, or taking their key file: the form gets a name for what main holds, and nothing of it. A
 * form that is left ends the waiting.
 */
export function useAdministrator(provider: ProviderManifest, onCredential: (credential: string) => void) {
  const [waiting, setWaiting] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [account, setAccount] = useState('');
  const here = useRef(true);
  const open = useRef(false);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
      if (open.current) void ask('administrators.stopSignIn', {});
    };
  }, []);
  const end = (failed: Failure | null) => {
    open.current = false;
    setWaiting(false);
    // Stopped by the person, who need not be told.
    setFailure(failed?.code === 'request.cancelled' ? null : failed);
  };
  return {
    waiting,
    failure,
    account,
    signIn: async (settings: Record<string, string>, clientSecret: string | null) => {
      open.current = true;
      setWaiting(true);
      setFailure(null);
      const answer = await ask('administrators.signIn', { provider: provider.id, settings, clientSecret });
      if (!here.current) return;
      end(answer.ok ? null : answer.failure);
      if (answer.ok) onCredential(answer.value.credential);
    },
    stop: () => void ask('administrators.stopSignIn', {}),
    chooseKey: async () => {
      const answer = await ask('administrators.chooseKeyFile', { provider: provider.id });
      if (!here.current) return;
      setFailure(answer.ok ? null : answer.failure);
      if (!answer.ok || answer.value.key === null) return;
      setAccount(answer.value.key.account);
      onCredential(answer.value.key.credential);
    },
  };
}
