import type { MailProbe } from '../../core/ports.ts';
import type { Detector } from './detector.ts';

/** What it takes to search, from the first search on and not before: the first picture does not wait for it. */
export function lazyDetector(probe: MailProbe): () => Promise<Detector> {
  let loading: Promise<Detector> | null = null;
  const load = async (): Promise<Detector> => {
    const { createDetector } = await import('./detector.ts');
    return createDetector(probe);
  };
  return () => {
    loading ??= load();
    return loading;
  };
}
