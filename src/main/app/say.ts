import i18next from 'i18next';
import { en } from '../../shared/texts/en/index.ts';

/** Looks up a sentence of the catalogue. */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** Main's own look into the catalogue, for dialogs, the menu and the report. A missing key is shown as itself. */
export function createSay(): Say {
  const catalogue = i18next.createInstance();
  void catalogue.init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
    initAsync: false,
  });
  return (key, values) => catalogue.t(key, { defaultValue: key, ...values });
}
