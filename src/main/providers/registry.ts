import type { Provider } from '../../core/ports.ts';
import { createByHandProvider } from './by-hand/adapter.ts';
import { createCpanelProvider } from './cpanel/adapter.ts';
import { createLdapProvider } from './ldap/adapter.ts';
import { createPleskProvider } from './plesk/adapter.ts';
import { createPoppassdProvider } from './poppassd/adapter.ts';
import { createPostfixAdminProvider } from './postfixadmin/adapter.ts';
import { createPracticeProvider, type PracticeAccess } from './practice/adapter.ts';
import { createZimbraProvider } from './zimbra/adapter.ts';

/**
 * All providers, one line each. To add one: copy `_template`, then add its line here and its texts to the catalogue
 * under `provider.<id>`. `practice` is where the practice service listens, null outside the practice space.
 */
export function createProviders({ practice }: { readonly practice: PracticeAccess | null }): readonly Provider[] {
  return [
    createByHandProvider(),
    createLdapProvider(),
    createPostfixAdminProvider(),
    createPleskProvider(),
    createCpanelProvider(),
    createZimbraProvider(),
    createPoppassdProvider(),
    ...(practice === null ? [] : [createPracticeProvider(practice)]),
  ];
}
