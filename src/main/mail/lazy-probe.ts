import type { MailProbe } from '../../core/ports.ts';

/** The mail probes, whose libraries take a tenth of a second to load, from the first sign-in on and not before. */
export function createLazyMailProbe(): MailProbe {
  let loading: Promise<MailProbe> | null = null;
  const load = async (): Promise<MailProbe> => {
    const { createMailProbe } = await import('./probe.ts');
    return createMailProbe();
  };
  return {
    async open(endpoint, options) {
      loading ??= load();
      const probe = await loading;
      return await probe.open(endpoint, options);
    },
  };
}
