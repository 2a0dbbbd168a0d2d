/** The attributes of one entry as `ldapsearch -LLL -o ldif-wrap=no` prints it (RFC 2849), names in lower case. */
export function attributesOf(ldif: string): ReadonlyMap<string, readonly string[]> {
  const attributes = new Map<string, string[]>();
  for (const line of ldif.split('\n')) {
    const parts = /^([\w;-]+)(::?) (.*)$/.exec(line);
    if (parts === null) continue;
    const [, name = '', colons = ':', text = ''] = parts;
    const value = colons === '::' ? Buffer.from(text, 'base64').toString('utf8') : text;
    const key = name.toLowerCase();
    attributes.set(key, [...(attributes.get(key) ?? []), value]);
  }
  return attributes;
}
