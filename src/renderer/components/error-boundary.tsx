import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../shared/failures.ts';
import { Button } from './button.tsx';
import { FailureNotice } from './notice.tsx';

const bug: Failure = { code: 'app.bug', technical: '', field: null };

/** Instead of an empty window: a bug in a screen is said like any other failure, with a way on. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const { t } = useTranslation();
  // Nothing is lost by it: all that matters is in main.
  const again = <Button onPress={() => window.location.reload()}>{t('act.reload')}</Button>;
  return (
    <main className="content-inner">
      <FailureNotice failure={bug} acts={again} urgent />
    </main>
  );
}
