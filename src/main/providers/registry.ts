import type { Provider } from '../../core/ports.ts';
import { createByHandProvider } from './by-hand/adapter.ts';
import { createCpanelProvider } from './cpanel/adapter.ts';
import { createDirectAdminProvider } from './directadmin/adapter.ts';
import { createFroxlorProvider } from './froxlor/adapter.ts';
import { createGandiProvider } from './gandi/adapter.ts';
import { createGoogleWorkspaceProvider } from './google-workspace/adapter.ts';
import { createGroupOfficeProvider } from './group-office/adapter.ts';
import { createHttpPanelProvider } from './http-panel/adapter.ts';
import type { PanelFiles } from './http-panel/types.ts';
import { createIredAdminProvider } from './iredadmin-pro/adapter.ts';
import { createIspconfigProvider } from './ispconfig/adapter.ts';
import { createLdapProvider } from './ldap/adapter.ts';
import { createMailcowProvider } from './mailcow/adapter.ts';
import { createMailinaboxProvider } from './mailinabox/adapter.ts';
import { createMicrosoft365Provider } from './microsoft-365/adapter.ts';
import { createMigaduProvider } from './migadu/adapter.ts';
import { createModoboaProvider } from './modoboa/adapter.ts';
import { createOpenXchangeProvider } from './open-xchange/adapter.ts';
import { createOvhProvider } from './ovh/adapter.ts';
import { createPleskProvider } from './plesk/adapter.ts';
import { createPoppassdProvider } from './poppassd/adapter.ts';
import { createPostfixAdminProvider } from './postfixadmin/adapter.ts';
import { createPracticeProvider, type PracticeAccess } from './practice/adapter.ts';
import { createRackspaceProvider } from './rackspace/adapter.ts';
import { createSogoProvider } from './sogo/adapter.ts';
import { createStalwartProvider } from './stalwart/adapter.ts';
import { createVirtualminProvider } from './virtualmin/adapter.ts';
import { createZimbraProvider } from './zimbra/adapter.ts';
import { createZohoProvider } from './zoho/adapter.ts';

export interface ProviderParts {
  /** Where the practice service listens; null outside the practice space. */
  readonly practice: PracticeAccess | null;
  /** Where the descriptions of panels lie; left out where nobody has confirmed any. */
  readonly panels?: PanelFiles;
}

const noPanels: PanelFiles = { find: () => Promise.resolve(null) };

/**
 * All providers, one line each. To add one: copy `_template`, then add its line here and its texts to the catalogue
 * under `provider.<id>`.
 */
export function createProviders({ practice, panels = noPanels }: ProviderParts): readonly Provider[] {
  return [
    createByHandProvider(),
    createLdapProvider(),
    createPostfixAdminProvider(),
    createPleskProvider(),
    createMailcowProvider(),
    createMailinaboxProvider(),
    createModoboaProvider(),
    createCpanelProvider(),
    createDirectAdminProvider(),
    createGroupOfficeProvider(),
    createVirtualminProvider(),
    createIredAdminProvider(),
    createFroxlorProvider(),
    createIspconfigProvider(),
    createHttpPanelProvider(panels),
    createZimbraProvider(),
    createPoppassdProvider(),
    createSogoProvider(),
    createMigaduProvider(),
    createGandiProvider(),
    createOvhProvider(),
    createRackspaceProvider(),
    createZohoProvider(),
    createGoogleWorkspaceProvider(),
    createMicrosoft365Provider(),
    createStalwartProvider(),
    createOpenXchangeProvider(),
    ...(practice === null ? [] : [createPracticeProvider(practice)]),
  ];
}
