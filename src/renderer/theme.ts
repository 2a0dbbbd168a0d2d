import { useApp } from './store/store.ts';

/** Puts the chosen theme, or the system's, on the document and keeps it there. */
export function followTheme(): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const show = () => {
    const chosen = useApp.getState().status?.theme ?? 'system';
    const theme = chosen === 'system' ? (dark.matches ? 'dark' : 'light') : chosen;
    document.documentElement.dataset['theme'] = theme;
  };
  dark.addEventListener('change', show);
  useApp.subscribe(show);
  show();
}
