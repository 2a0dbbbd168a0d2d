import { useTranslation } from 'react-i18next';
import { Brand } from './components/brand.tsx';
import { LiveRegion } from './components/live-region.tsx';
import { FailureNotice } from './components/notice.tsx';
import { Sidebar } from './components/sidebar.tsx';
import { Toast } from './components/toast.tsx';
import { Bars } from './screens/frame/bars.tsx';
import { Screen } from './screens/screen.tsx';
import { useApp } from './store/store.ts';

/** The frame around every screen. */
export function App() {
  const { t } = useTranslation();
  const status = useApp((state) => state.status);
  const broken = useApp((state) => state.broken);
  if (broken) {
    return (
      <main className="content-inner">
        <FailureNotice failure={broken} urgent />
      </main>
    );
  }
  if (!status) return <main className="content-inner muted">{t('app.loading')}</main>;
  return (
    <div className="frame">
      <a className="skip-link" href="#content">
        {t('app.skip')}
      </a>
      <Bars status={status} />
      <div className="frame-body">
        {status.leftOver ? (
          <aside className="sidebar">
            <Brand />
          </aside>
        ) : (
          <Sidebar status={status} />
        )}
        <main id="content" className="content" tabIndex={-1}>
          <Screen status={status} />
        </main>
      </div>
      <Toast />
      <LiveRegion />
    </div>
  );
}
