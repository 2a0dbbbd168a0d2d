import fc from 'fast-check';
import { expect, it } from 'vitest';
import { messageBytes, messageIn, messageKinds, messageLength } from './bus-message.ts';
import { BusNonsense, BusReader, type BusValue, BusVariant, BusWriter, typesIn } from './bus-values.ts';

const written = (signature: string, values: readonly BusValue[]): Buffer => {
  const writer = new BusWriter();
  writer.all(signature, values);
  return writer.bytes();
};
const none = (read: () => unknown): boolean => {
  try {
    read();
    return true;
  } catch (error) {
    return error instanceof BusNonsense;
  }
};

it('writes values as the specification shows them', () => {
  // The example of its chapter on marshalling: "foo", "+" and "bar" as strings, one after the other.
  const example = '03000000666f6f00010000002b0000000300000062617200';
  expect(written('sss', ['foo', '+', 'bar']).toString('hex')).toBe(example);
  expect(written('at', [[]]).toString('hex')).toBe('0000000000000000');
});

it('reads what it has written', () => {
  const signature = 'ybusoga{ss}aoa(ub)(oayays)v';
  const values: BusValue[] = [
    ...[7, true, 4_000_000_000, 'é\n', '/a/b', 'a{sv}', [['k', 'v']], ['/a', '/b'], [[1, false]]],
    ...[['/s', Buffer.of(1), Buffer.alloc(0), 'text/plain'], new BusVariant('a{sv}', [['x', new BusVariant('u', 3)]])],
  ];
  expect(new BusReader(written(signature, values)).all(signature)).toEqual(values);
});

it('makes nothing of a signature that is none', () => {
  for (const signature of ['a', '(', '()', '(s', 'a{', 'z', ')', `${'a'.repeat(40)}s`, '('.repeat(40)]) {
    expect(none(() => typesIn(signature))).toBe(true);
    expect(() => typesIn(signature)).toThrow(BusNonsense);
  }
});

it('comes to an end with any bytes', () => {
  const message = messageBytes({
    ...{ kind: messageKinds.reply, flags: 0, serial: 9, replyTo: 3, sender: ':1.2', signature: 'a{sv}a(oayays)' },
    body: [[['Label', new BusVariant('s', 'x')]], [['/s', Buffer.of(1), Buffer.of(2), 't']]],
  });
  expect(messageIn(message)).toMatchObject({ serial: 9, replyTo: 3, sender: ':1.2' });
  expect(messageLength(message)).toBe(message.length);
  const change = fc.tuple(fc.nat(message.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 6 }), fc.nat(message.length), (changes, length) => {
      const bytes = Buffer.from(message);
      for (const [at, byte] of changes) bytes[at] = byte;
      return none(() => messageLength(bytes)) && none(() => messageIn(bytes.subarray(0, length)));
    }),
    { numRuns: 3_000 },
  );
});

it('does not go deeper than anybody would', () => {
  let value: BusValue = 'x';
  let signature = 's';
  for (let depth = 0; depth < 40; depth += 1) {
    value = new BusVariant(signature, value);
    signature = 'v';
  }
  expect(() => new BusReader(written('v', [value])).all('v')).toThrow(BusNonsense);
});
