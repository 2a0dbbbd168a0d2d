/**
 * What was really sent to the practice provider, by the schema: yes is 2xx with `ok` true (and the rules for a check), no
 * is a status below 500 with `ok` false and a reason that is known; 429 is a no whatever comes with it. Told by what the
 * answer means and not by its bytes: white space that a bend puts between two tokens of JSON takes nothing back.
 *
 * `meant` is the status before the bend, for a first line that can no longer be read.
 */
export function apiTruth(
  raw: Buffer,
  meant: number,
  check: boolean,
): { readonly saidYes: boolean; readonly saidNo: boolean } {
  const seen = /^HTTP\/1\.[01] +(\d{3})/.exec(raw.toString('latin1'))?.[1];
  const status = seen === undefined ? meant : Number(seen);
  const said = readings(raw);
  return {
    saidYes: status >= 200 && status < 300 && said.some((answer) => saysYes(answer, check)),
    saidNo: status === 429 || (status >= 200 && status < 500 && said.some(saysNo)),
  };
}

type Fields = ReadonlyMap<string, unknown>;

function saysYes(answer: Fields, check: boolean): boolean {
  if (answer.get('ok') !== true) return false;
  const rules = fieldsOf(answer.get('rules'));
  return !check || ['minLength', 'maxLength'].every((name) => Number.isInteger(rules?.get(name)));
}

const reasons: readonly unknown[] = ['locked', 'wrong-current', 'too-short', 'policy', 'used-before'];
const saysNo = (answer: Fields): boolean => answer.get('ok') === false && reasons.includes(answer.get('code'));

/** The body up to any length that the head says, and up to the end: bent heads leave open which of them counts. */
function readings(raw: Buffer): Fields[] {
  const head = raw.indexOf('\r\n\r\n');
  if (head < 0) return [];
  const body = raw.subarray(head + 4);
  const lengths = [...raw.toString('latin1', 0, head).matchAll(/content-length: *(\d+)/gi)].map(([, said]) =>
    Number(said),
  );
  return [...lengths, body.length].flatMap((length) => {
    try {
      const text = body.toString('utf8', 0, Math.min(length, body.length)).replace(/^\ufeff/, '');
      const fields = fieldsOf(JSON.parse(text));
      return fields === null ? [] : [fields];
    } catch {
      return [];
    }
  });
}

const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : null;
