import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppUpdateView } from '../../../shared/apps.ts';
import type { RotationId } from '../../../shared/ids.ts';
import type { ClientView } from '../../../shared/views.ts';
import { ask } from '../../api.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useApp } from '../../store/store.ts';
import { rowId } from '../devices/evidence-row.tsx';
import { namesOf } from './knocking.tsx';

interface UpdateAllProps {
  rotation: RotationId;
  updates: readonly AppUpdateView[];
  clients: readonly ClientView[];
}

/**
 * One yes for several apps. Each is still asked for by itself, and what would be written stands beside each. The button goes
 * with its notice; who pressed it is led to the first of them.
 */
export function UpdateAll({ rotation, updates, clients }: UpdateAllProps) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const sayFailure = useApp((state) => state.sayFailure);
  const acts = useRef<HTMLDivElement>(null);
  const asking = askingOf(updates);
  const count = asking.length;
  if (count < 2 && !busy) return null;
  const agree = async () => {
    setBusy(true);
    for (const { client } of asking) {
      const answer = await ask('apps.actOnUpdate', { rotation, client, act: 'agree' });
      if (!answer.ok) sayFailure(answer.failure);
    }
    const [first] = named;
    if (first && acts.current?.contains(document.activeElement)) document.getElementById(rowId(first))?.focus();
    setBusy(false);
  };
  const named = clients.filter(({ client }) => asking.some((one) => one.client === client.id));
  return (
    <Notice
      tone="info"
      title={t('appUpdate.agreeAllTitle', { count })}
      acts={
        <div ref={acts}>
          <Button look="primary" busy={busy} onPress={() => void agree()}>
            {t('appUpdate.agreeAll', { count })}
          </Button>
        </div>
      }
    >
      <p>{t('appUpdate.agreeAllText', { names: namesOf(named) })}</p>
    </Notice>
  );
}

/** The apps that wait for the person's yes or no. */
export const askingOf = (updates: readonly AppUpdateView[]): readonly AppUpdateView[] =>
  updates.filter(({ stage }) => stage === 'asking');
