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
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) return requests;
    const [line = '', ...lines] = rest.subarray(0, end).toString('latin1').split('\r\n');
    const [method = '', target = ''] = line.split(' ');
    const headers = new Map(
      lines.map((header) => {
        const colon = header.indexOf(':');
        return [header.slice(0, colon).toLowerCase(), header.slice(colon + 1).trim()] as const;
      }),
    );
    const length = Number(headers.get('content-length') ?? 0);
    const body = rest.subarray(end + 4, end + 4 + length).toString('utf8');
    requests.push({ method, target, headers, body });
    rest = rest.subarray(end + 4 + length);
  }
}
