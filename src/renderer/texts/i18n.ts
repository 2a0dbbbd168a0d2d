import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from '../../shared/texts/en/index.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

/** Loads the catalogue. It is bundled, so this needs no waiting and cannot fail on a network. */
export function startTexts(): void {
  void i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
    initAsync: false,
  });
}

/**
 * A text whose key comes from data, such as a provider's own field. `otherwise` is shown if the catalogue lacks it, so
 * that a provider without texts is still usable.
 */
export function lookUp(key: string, otherwise: string): string {
  const found: unknown = i18next.getResource('en', 'translation', key);
  return typeof found === 'string' ? found : otherwise;
}
