import { useEffect, useState } from 'react';
import type { PanelView } from '../../../shared/panel.ts';
import { panelProvider } from '../../../shared/panel-provider.ts';
import { ask } from '../../api.ts';
import type { MailboxText } from './draft.ts';

/** The settings that the chosen panel's file asks for, so that they have to be filled in. None for any other provider. */
export function useAsked({ provider, values }: Pick<MailboxText, 'provider' | 'values'>): readonly string[] {
  const [panel, setPanel] = useState<PanelView | null>(null);
  const hash = provider === panelProvider ? (values['panel'] ?? '') : '';
  useEffect(() => {
    if (hash === '') return;
    let current = true;
    void ask('panels.get', { panel: hash }).then((answer) => {
      if (current && answer.ok) setPanel(answer.value);
    });
    return () => {
      current = false;
    };
  }, [hash]);
  return panel?.hash === hash ? askedBy(panel, values['mode']) : [];
}

/** What is asked for in one of a panel's two ways; the administrator's secret is known to be needed without it. */
export function askedBy({ fields, admin }: PanelView, mode: string | undefined): readonly string[] {
  return [...fields.map(({ key }) => key), ...(mode === 'admin' && admin?.name ? ['signInName'] : [])];
}
