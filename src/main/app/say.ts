import i18next from 'i18next';
import { en } from '../../shared/texts/en/index.ts';

/** Looks up a sentence of the catalogue. */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** The four sentences of a question in one of the computer's own dialogs: `native.<name>.title`, `message`, `go`, `stay`. */
export function question(say: Say, name: string, values: Parameters<Say>[1] = {}) {
  return {
    title: say(`native.${name}.title`, values),
    message: say(`native.${name}.message`, values),
    go: say(`native.${name}.go`, values),
    stay: say(`native.${name}.stay`, values),
  };
}

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
