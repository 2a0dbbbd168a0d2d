/** A request as it came over the wire. */
export interface HeardRequest {
  readonly method: string;
  readonly target: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Reads the HTTP/1.1 requests that follow each other in what came through a door. Only bodies with a stated length. */
export function heardRequests(received: Buffer): HeardRequest[] {
  const requests: HeardRequest[] = [];
  let rest = received;
  for (;;) {
    const head = headOf(rest);
    if (head === null) return requests;
    const [method = '', target = ''] = head.line.split(' ');
    const body = lengthOf(head.rest, head.headers);
    requests.push({ method, target, headers: head.headers, body: body.bytes.toString('utf8') });
    rest = body.rest;
  }
}

/** An answer as it came over the wire, named as beside its request. */
interface HeardAnswer {
  readonly status: number;
  readonly answerHeaders: ReadonlyMap<string, string>;
  readonly answer: string;
}

/** Reads the HTTP/1.1 answers that follow each other; bodies with a stated length, or in chunks. */
export function heardAnswers(said: Buffer): HeardAnswer[] {
  const answers: HeardAnswer[] = [];
  let rest = said;
  for (;;) {
    const head = headOf(rest);
    if (head === null) return answers;
    const { headers } = head;
    const body = headers.get('transfer-encoding') === 'chunked' ? chunksOf(head.rest) : lengthOf(head.rest, headers);
    const status = Number(head.line.split(' ')[1]);
    answers.push({ status, answerHeaders: headers, answer: body.bytes.toString('utf8') });
    rest = body.rest;
  }
}

function headOf(bytes: Buffer) {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  // Values beyond ASCII are sent as UTF-8.
  const [line = '', ...lines] = bytes.subarray(0, end).toString('utf8').split('\r\n');
  const headers = new Map(
    lines.map((header) => {
      const colon = header.indexOf(':');
      return [header.slice(0, colon).toLowerCase(), header.slice(colon + 1).trim()] as const;
    }),
  );
  return { line, headers, rest: bytes.subarray(end + 4) };
}

function lengthOf(bytes: Buffer, headers: ReadonlyMap<string, string>) {
  const length = Number(headers.get('content-length') ?? 0);
  return { bytes: bytes.subarray(0, length), rest: bytes.subarray(length) };
}

function chunksOf(bytes: Buffer) {
  const chunks: Buffer[] = [];
  let rest = bytes;
  for (;;) {
    const end = rest.indexOf('\r\n');
    const length = Number.parseInt(rest.subarray(0, end).toString('latin1'), 16);
    const chunk = rest.subarray(end + 2, end + 2 + length);
    rest = rest.subarray(end + 2 + length + 2);
    if (!(length > 0)) return { bytes: Buffer.concat(chunks), rest };
    chunks.push(chunk);
  }
}
