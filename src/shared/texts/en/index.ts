import { aids } from './aids.ts';
import { appUpdate } from './app-update.ts';
import { apps } from './apps.ts';
import { byHand } from './by-hand.ts';
import { capabilities } from './capabilities.ts';
import { change } from './change.ts';
import { clients } from './clients.ts';
import { common } from './common.ts';
import { evidence } from './evidence.ts';
import { failureHere } from './failure-here.ts';
import { failureMail } from './failure-mail.ts';
import { failureProvider } from './failure-provider.ts';
import { found } from './found.ts';
import { mailbox } from './mailbox.ts';
import { native } from './native.ts';
import { oneTimeCode } from './one-time-code.ts';
import { panelForm } from './panel-form.ts';
import { cloudForm, providerClouds } from './provider-clouds.ts';
import { providerGeneral } from './provider-general.ts';
import { providerHosted } from './provider-hosted.ts';
import { providerMailSystems } from './provider-mail-systems.ts';
import { providerPanels } from './provider-panels.ts';
import { report } from './report.ts';
import { safety } from './safety.ts';
import { welcome } from './welcome.ts';

/** The English catalogue: every sentence on screen, by key. The other languages follow its shape. */
export const en = {
  ...common,
  ...evidence,
  ...welcome,
  ...mailbox,
  ...capabilities,
  ...found,
  ...clients,
  ...apps,
  ...aids,
  ...appUpdate,
  ...change,
  ...byHand,
  ...native,
  oneTimeCode,
  ...panelForm,
  ...cloudForm,
  ...report,
  ...safety,
  provider: { ...providerPanels, ...providerMailSystems, ...providerHosted, ...providerClouds, ...providerGeneral },
  failure: { ...failureHere, mail: failureMail, provider: failureProvider },
} as const;
