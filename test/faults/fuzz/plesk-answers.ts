import type { Random } from './random.ts';

/** What a request to a Plesk server is about; `set` is the one that changes the password. */
export type PleskStep = 'site' | 'find' | 'set';

/** Reads what a request asks for; null while it has not come whole. */
export function pleskStepOf(heard: string): PleskStep | null {
  const [head, body] = heard.split('\r\n\r\n');
  const length = /content-length: (\d+)/i.exec(head ?? '')?.[1];
  if (body === undefined || length === undefined || Buffer.byteLength(body, 'latin1') < Number(length)) return null;
  if (body.includes('<update>') || body.includes('"--update"')) return 'set';
  return body.includes('<site>') ? 'site' : 'find';
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
const packet = (operation: string, result: string): string => {
  const names = operation.split(' ');
  const open = names.map((name) => `<${name}>`).join('');
  const close = [...names].reverse().map((name) => `</${name}>`);
  return `${declaration}<packet version="1.6.9.1">${open}<result>${result}</result>${close.join('')}</packet>`;
};
const operations: Readonly<Record<PleskStep, string>> = {
  site: 'site get',
  find: 'mail get_info',
  set: 'mail update set',
};
const info = '<data><gen_info><name>example.test</name><ascii-name>example.test</ascii-name></gen_info></data>';
const yes: Readonly<Record<PleskStep, string>> = {
  site: `<status>ok</status><id>7</id>${info}`,
  find: '<status>ok</status><mailname><id>5</id><name>anna</name></mailname>',
  set: '<status>ok</status><mailname><name>anna</name></mailname>',
};

/** The answer to a step that says yes. */
export const pleskYes = (step: PleskStep, way: 'xml' | 'rest'): string =>
  way === 'xml' ? packet(operations[step], yes[step]) : JSON.stringify({ code: 0, stdout: 'SUCCESS', stderr: '' });

const codes = [1001, 1005, 1006, 1012, 1013, 1014, 1017, 1019, 1023, 1030, 11003, 0, 1, 99_999_999];
const reasons = ['', 'Object not found.', 'Your password is not complex enough.', 'Falsch', 'x'.repeat(9_000)];

/** Another answer that is well formed: a refusal, an error in the middle, a yes to something else. */
export function pleskOther(random: Random, step: PleskStep, way: 'xml' | 'rest', words: readonly string[]): string {
  const text = random.pick([...reasons, ...words, words.join(' ')]);
  if (way === 'rest') {
    const code = random.pick([0, 1, 1, 1, 2, -1, 0.5, '0', null, true]);
    const body = random.pick([{ code, stdout: text, stderr: text }, { code, stderr: text }, { code: 0 }, [code], code]);
    return JSON.stringify(body);
  }
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\0', '');
  const no = `<status>error</status><errcode>${random.pick(codes)}</errcode><errtext>${escaped}</errtext>`;
  switch (random.below(10)) {
    case 0:
      return `${declaration}<packet><system>${no}</system></packet>`;
    case 1:
      return packet(operations[random.pick(['site', 'find', 'set'] as const)], yes[step]);
    case 2:
      return packet(operations[step], `${yes[step]}</result><result>${no}`);
    case 3:
      return packet(operations[step], yes[step].replaceAll(/anna|example|7/g, 'other'));
    case 4:
      return packet(operations[step], `${yes[step]}${no}`);
    case 5:
      return packet(operations[step], `${yes[step]}<errcode>1023</errcode>`);
    case 6:
      return packet(operations[step], yes[step]).replace('</packet>', `<system>${no}</system></packet>`);
    default:
      return packet(operations[step], no);
  }
}

/**
 * Whether an answer can be read as yes or as no by anybody who reads it leniently, but not against its own rules: what
 * has a document type, an end that is missing, or yes and no side by side can be read as no yes.
 */
export function pleskMeaning(raw: Buffer, way: 'xml' | 'rest'): { readonly yes: boolean; readonly no: boolean } {
  const text = raw.toString('utf8');
  const status = Number(/^HTTP\/1\.[01] +(\d{3})/.exec(text)?.[1] ?? 0);
  const fine = status >= 200 && status < 300;
  if (way === 'rest') {
    const refused = /"code"\s*:\s*1\s*[,}]/.test(text) && text.includes('not complex enough');
    return {
      yes: fine && /"code"\s*:\s*-?0(\.0+)?(e[+-]?\d+)?\s*[,}]/i.test(text),
      no: [401, 403, 429].includes(status) || (fine && refused),
    };
  }
  const without = text.replace(/<!--[\s\S]*?-->|<\?[^?]*\?>/g, '').replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, '$1');
  const [saysOk, saysError] = [/<status[^>]*>\s*ok\s*<\/status\s*>/, /<status[^>]*>\s*error\s*<\/status\s*>/].map(
    (said) => said.test(without),
  );
  const whole = /<\/packet\s*>\s*$/.test(without) && !/<!DOCTYPE|<!ENTITY/i.test(text);
  const known = /<errcode>\s*(1001|1005|1006|1012|1013|1014|1017|1019|1030|11003)\s*</.test(without);
  const reason = known || without.includes('not complex enough');
  return {
    yes: fine && whole && saysOk === true && saysError !== true && !without.includes('<errcode'),
    no: status === 429 || (whole && saysError === true && reason && status >= 200 && status < 500),
  };
}
