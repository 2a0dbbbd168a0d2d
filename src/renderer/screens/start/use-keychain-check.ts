import { useAct } from '../../store/act.ts';
import { useApp } from '../../store/store.ts';

/** Has main try the keychain, and the right to write, once more; then what it says of itself is read again. */
export function useKeychainCheck(): { busy: boolean; check: () => Promise<void> } {
  const { busy, run } = useAct();
  const loadStatus = useApp((state) => state.loadStatus);
  const check = async () => {
    await run('keychain.check', {});
    await loadStatus();
  };
  return { busy, check };
}
