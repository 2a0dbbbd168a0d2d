import type { TFunction } from 'i18next';
import { Pencil } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ClientView } from '../../../shared/views.ts';
import { IconButton } from '../../components/button.tsx';
import { Lamps } from '../../components/lamp.tsx';
import { Tile } from '../../components/tile.tsx';
import { deviceState, gradeSentence } from '../../texts/finding.ts';
import { kindName, useKindIcon } from '../devices/kinds.ts';
import { Trouble } from '../devices/trouble.tsx';
import '../devices/device.css';

/** One device on the mailbox page: what it is, its two lamps in words, and what is wrong, if anything. */
export function DeviceRow({ view, onEdit }: { view: ClientView; onEdit: () => void }) {
  const { t } = useTranslation();
  const icon = useKindIcon(view.client.kind);
  const { name } = view.client;
  return (
    <li className="device device-plain">
      <Tile icon={icon} />
      <div>
        <p className="device-name">{name}</p>
        <p className="device-about">{aboutOf(t, view)}</p>
      </div>
      <Lamps receiving={view.receiving} sending={view.sending} />
      <div className="device-side">
        <IconButton size="small" icon={Pencil} label={t('mailbox.editDevice', { name })} onPress={onEdit} />
      </div>
      {deviceState(view) === 'failed' ? (
        <div className="device-more">
          <Trouble view={view} />
        </div>
      ) : null}
    </li>
  );
}

function aboutOf(t: TFunction, view: ClientView): string {
  const kind = kindName(t, view.client.kind);
  if (view.client.signIn.how === 'elsewhere') return `${kind} · ${t('mailbox.elsewhere')}`;
  if (view.client.signIn.how === 'app-password') return `${kind} · ${t('grade.left-alone.long')}`;
  if (view.grade === 'device-seen' || view.grade === 'stored') return `${kind} · ${gradeSentence(t, view)}`;
  return kind;
}
