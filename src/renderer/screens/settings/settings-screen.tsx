import { useTranslation } from 'react-i18next';
import type { Status } from '../../../shared/views.ts';
import { Card, Facts } from '../../components/card.tsx';
import { Choice, Tick } from '../../components/choice.tsx';
import { Page } from '../../components/page.tsx';
import { useAct } from '../../store/act.ts';
import { useApp } from '../../store/store.ts';
import { KeychainNotice } from '../start/keychain-notice.tsx';

/** Appearance, reminders, and what this Keyround runs on. */
export function SettingsScreen({ status }: { status: Status }) {
  const { t } = useTranslation();
  const { run } = useAct();
  const loadStatus = useApp((state) => state.loadStatus);
  const choose = async (theme: Status['theme']) => {
    if (await run('app.setTheme', { theme })) await loadStatus();
  };
  const remind = async (on: boolean) => {
    if (await run('app.setReminders', { on })) await loadStatus();
  };
  return (
    <Page screen="settings" title={t('settings.title')}>
      <div className="start">
        <Card title={t('settings.theme')}>
          <Choice<Status['theme']>
            label={t('settings.theme')}
            quietLabel
            value={status.theme}
            onChange={(theme) => void choose(theme)}
            options={[
              { value: 'system', name: t('settings.themeSystem') },
              { value: 'light', name: t('settings.themeLight') },
              { value: 'dark', name: t('settings.themeDark') },
            ]}
          />
        </Card>
        <Card title={t('settings.reminders')}>
          <Tick
            label={t('settings.remind')}
            help={t('settings.remindHelp')}
            checked={status.reminders}
            onChange={(on) => void remind(on)}
          />
        </Card>
        {status.keychain ? <KeychainNotice failure={status.keychain} /> : null}
        <Card title={t('settings.about')}>
          <Facts
            facts={[
              [t('settings.version'), status.version],
              [t('settings.runtime'), t('settings.runtimeElectron', { version: status.electron })],
              [t('settings.platform'), status.platform],
              ...(status.keychain ? [] : [[t('settings.keychain'), t('settings.keychainOk')] as const]),
            ]}
          />
        </Card>
      </div>
    </Page>
  );
}
